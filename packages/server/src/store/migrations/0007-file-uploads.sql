-- breaking: no
-- Who uploaded a file and where it is used say who may read it. The same content may be uploaded by several, each under
-- their own name for it; `file.uploaded_by` and `file.name` are those of the first.

create table file_upload (
  digest text not null references file (digest),
  person text not null,
  name text not null,
  at timestamptz not null default now(),
  primary key (digest, person)
);
comment on table file_upload is 'tracked: who uploaded which file, and what they called it';
create index file_upload_person on file_upload (person);
create index file_uploaded_by on file (uploaded_by);

create view file_uploader as
  select u.digest, u.person, p.doc->>'owner' as owner, u.name, u.at
  from (
    select digest, person, name, at from file_upload
    union all
    select f.digest, f.uploaded_by, f.name, f.at from file f
    where not exists (select 1 from file_upload o where o.digest = f.digest and o.person = f.uploaded_by)
  ) u left join person p on p.id = u.person;

-- Naming a digest opens no file: it is used in a project when Muster measured it there, having asked whether it may be
-- read, or when who named it had uploaded it.
create view file_use as
  select n.digest, n.project, n.record, n.used_as
  from (
    select doc->'source'->>'digest' as digest, project, id as record, 'source' as used_as, doc, doc->>'sealedBy' as by from evidence
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

-- Who may read a file: who uploaded it or answers for the account that did, an auditor, and who may read a project it is
-- used in. An administrator may read projects; a file that is used in none is theirs no more than anybody's.
create function muster_file_readable(wanted text, reader text, auditor boolean, administrator boolean) returns boolean
language sql stable as $$
  select auditor
    or exists (select 1 from file_uploader u where u.digest = wanted and reader in (u.person, u.owner))
    or exists (select 1 from file_use x where x.digest = wanted and (administrator
      or exists (select 1 from assignment a where a.project = x.project and a.doc->>'person' = reader)))
$$;

-- What a reader calls a file: their own name for it, if they uploaded it; otherwise that of the first who did.
create function muster_file_name(wanted text, reader text) returns text
language sql stable as $$
  select coalesce(
    (select u.name from file_uploader u where u.digest = wanted and reader in (u.person, u.owner)
     order by u.person <> reader, u.at limit 1),
    (select f.name from file f where f.digest = wanted))
$$;

create index evidence_source on evidence ((doc->'source'->>'digest'));
create index evidence_report on evidence ((doc->>'report'));
create index version_file on version ((doc->>'digest'));
create index version_data on version ((doc->>'dataDigest'));
