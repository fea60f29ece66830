-- breaking: no
-- Evidence may be made from several files, such as the reference of a comparison: who may read it may read all of them.
create or replace view file_use as
  select n.digest, n.project, n.record, n.used_as
  from (
    select doc->'source'->>'digest' as digest, project, id as record, 'source' as used_as, doc, doc->>'sealedBy' as by from evidence
    union all
    select o->>'digest', project, id, o->>'role', doc, doc->>'sealedBy' from evidence, jsonb_array_elements(doc->'otherSources') o
    union all
    select doc->>'report', project, id, 'report', doc, doc->>'sealedBy' from evidence
    union all
    select doc->>'digest', project, id, 'model', doc, doc->>'registeredBy' from version
    union all
    select doc->>'dataDigest', project, id, 'training data', doc, doc->>'registeredBy' from version
    union all
    select a->>'digest', project, id, 'artifact', doc, doc->>'registeredBy' from version, jsonb_array_elements(doc->'artifacts') a
  ) n
  where n.doc->'tool'->>'name' = 'muster-statistics'
    or exists (select 1 from file_uploader u where u.digest = n.digest and (u.person in (n.by, n.doc->>'onBehalfOf') or u.owner = n.by));
