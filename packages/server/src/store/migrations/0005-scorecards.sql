-- breaking: no
-- What a project set for its KPIs, and what makes the formulas of KPIs quick. A record can be long (an experiment with its
-- notes, a promotion with its plan): the few facts that formulas read stand beside it, generated, so that none has to be
-- unpacked for them.

create table scorecard (id text primary key, project text, seq bigint not null, doc jsonb not null);
comment on table scorecard is 'governed: targets, baselines and windows that projects set for KPIs';
create trigger governed after insert or update or delete or truncate on scorecard for each statement execute function muster_guard();

alter table project
  add column created_at text generated always as (doc->>'createdAt') stored,
  add column retired_at text generated always as (case when doc->>'stage' = 'retired' then doc->>'stageSince' end) stored;

alter table experiment
  add column status text generated always as (doc->>'status') stored,
  add column proposed_at text generated always as (doc->>'proposedAt') stored,
  add column started_at text generated always as (doc->>'startedAt') stored,
  add column ended_at text generated always as (doc->>'endedAt') stored,
  add column p50_days double precision generated always as ((doc->'forecast'->>'p50Days')::double precision) stored;

alter table promotion
  add column experiment text generated always as (doc->>'experiment') stored,
  add column version text generated always as (doc->>'version') stored,
  add column replaces text generated always as (doc->>'replaces') stored,
  add column promoted_at text generated always as (doc->>'promotedAt') stored,
  add column rolled_back_at text generated always as (doc->>'rolledBackAt') stored;
create index promotion_experiment on promotion (experiment);
create index promotion_version on promotion (version);

alter table evidence
  add column kind text generated always as (doc->>'kind') stored,
  add column split text generated always as (doc->>'split') stored,
  add column state text generated always as (doc->>'state') stored,
  add column sealed_at text generated always as (doc->>'sealedAt') stored,
  add column entry bigint generated always as ((doc->>'entry')::bigint) stored;

alter table round
  add column state text generated always as (doc->>'state') stored,
  add column version text generated always as (doc->>'version') stored,
  add column submitted_at text generated always as (doc->>'submittedAt') stored,
  add column asked jsonb generated always as (
    jsonb_path_query_array(doc, '$.gate.reviews[*] ? (!(@.onlyWhenRequired == true)).duty')
    || jsonb_path_query_array(doc, '$.gate.approvals[*].duty')) stored,
  add column given jsonb generated always as (
    jsonb_path_query_array(doc, '$.reviews[*] ? (@.verdict == "approve").duty')
    || jsonb_path_query_array(doc, '$.approvals[*].duty')) stored;
