-- breaking: yes
-- Words: an entry of the ledger is the write; governed tables are projections of it and hold one record per row, as the
-- JSON state that core's `evolve` gives. Guards refuse a governed write in a transaction that has no entry.

create table ledger_entry (
  seq bigint primary key,
  at text not null,
  type text not null,
  act text not null,
  actor text not null,
  project text,
  subject text not null,
  entry text not null
);
comment on table ledger_entry is 'ledger: one event each, as canonical JSON';
create index ledger_entry_subject on ledger_entry (subject, seq);
create index ledger_entry_project on ledger_entry (project, seq);

create table ledger_node (
  level smallint not null,
  index bigint not null,
  hash bytea not null,
  primary key (level, index)
);
comment on table ledger_node is 'ledger: hashes of complete subtrees';

create table ledger_head (
  one boolean primary key default true check (one),
  size bigint not null,
  last_at text not null,
  peaks text not null,
  writer xid8 not null
);
comment on table ledger_head is 'ledger: size and frontier; its row lock serialises all governed acts';
insert into ledger_head (size, last_at, peaks, writer) values (0, '', '', pg_current_xact_id());

create table ledger_checkpoint (
  size bigint primary key,
  note text not null
);
comment on table ledger_checkpoint is 'ledger: signed tree heads that were given out';

create function muster_append_only() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'MU002', message = format('%s is append-only', tg_table_name);
end $$;
create trigger append_only before update or delete or truncate on ledger_entry for each statement execute function muster_append_only();
create trigger append_only before update or delete or truncate on ledger_node for each statement execute function muster_append_only();
create trigger append_only before update or delete or truncate on ledger_checkpoint for each statement execute function muster_append_only();
create trigger append_only before truncate on ledger_head for each statement execute function muster_append_only();

create function muster_head_moves_forward() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or new.size <= old.size or not exists (select 1 from ledger_entry where seq = new.size - 1) then
    raise exception using errcode = 'MU002', message = 'the head of the ledger only moves forward, to an entry that is there';
  end if;
  return new;
end $$;
create trigger forward before update or delete on ledger_head for each row execute function muster_head_moves_forward();

create function muster_guard() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from ledger_head where writer = pg_current_xact_id()) then
    raise exception using errcode = 'MU001',
      message = format('%s holds governed facts: it changes only together with a ledger entry of the same transaction', tg_table_name);
  end if;
  return null;
end $$;

create table person (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table token (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table pack (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table project (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table assignment (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table consultation (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table handover (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table experiment (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table model (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table version (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table evidence (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table round (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table waiver (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table promotion (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table notice (
  seq bigint not null,
  person text not null,
  project text not null,
  activity text not null,
  at text not null,
  text text not null,
  subject text not null,
  primary key (person, seq)
);

comment on table person is 'governed: people and service accounts';
comment on table token is 'governed: API tokens without their secrets';
comment on table pack is 'governed: packs by the digest of their content';
comment on table project is 'governed: projects with matrix, criteria and milestones';
comment on table assignment is 'governed: people in roles on projects';
comment on table consultation is 'governed: questions to those who are C';
comment on table handover is 'governed: results on their way from R to A';
comment on table experiment is 'governed: experiments';
comment on table model is 'governed: models and their aliases';
comment on table version is 'governed: immutable model versions';
comment on table evidence is 'governed: sealed measurements';
comment on table round is 'governed: submissions with their reviews and approvals';
comment on table waiver is 'governed: exceptions to checks';
comment on table promotion is 'governed: promotions with plan and monitoring';
comment on table notice is 'governed: what those who are I were told';

create index person_administrator on person (id) where (doc->>'administrator')::boolean;
create index token_person on token ((doc->>'person'));
create index pack_name on pack ((doc->>'kind'), (doc->>'name'), seq desc);
create index assignment_project on assignment (project);
create index assignment_person on assignment ((doc->>'person'));
create index consultation_about on consultation ((doc->>'about'));
create index consultation_project on consultation (project, id);
create index handover_project on handover (project, id);
create index experiment_project on experiment (project, id);
create index experiment_finished on experiment ((doc->>'kind')) where doc ? 'endedAt';
create index model_project on model (project, id);
create unique index model_name on model ((doc->>'name'));
create index version_model on version ((doc->>'model'), id);
create unique index version_digest on version ((doc->>'model'), (doc->>'digest'));
create index evidence_version on evidence ((doc->>'version'), id);
create index evidence_project on evidence (project, id);
create index round_version on round ((doc->>'version'), seq desc);
create index round_project on round (project, id);
create index round_open on round (project) where doc->>'state' = 'open';
create index waiver_version on waiver ((doc->>'version'));
create index promotion_model on promotion ((doc->>'model'), seq desc);
create index promotion_project on promotion (project, id);

do $$
declare name text;
begin
  for name in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and obj_description(c.oid, 'pg_class') like 'governed:%'
  loop
    execute format('create trigger governed before insert or update or delete or truncate on %I for each statement execute function muster_guard()', name);
  end loop;
end $$;

create table person_profile (
  person text primary key,
  name text not null,
  email text unique
);
comment on table person_profile is 'personal: names and addresses, which can be erased';

create table token_secret (
  token text primary key,
  hash bytea not null unique
);
comment on table token_secret is 'identity: hashes of token secrets';

create table invitation (
  hash bytea primary key,
  purpose text not null check (purpose in ('setup', 'password')),
  person text,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table invitation is 'identity: one-time links, by the hash of their code';

create table auth_user (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null default false,
  image text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
comment on table auth_user is 'identity: sign-in (better-auth); id is the person id';
create table auth_session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth_user (id) on delete cascade
);
comment on table auth_session is 'identity: sessions (better-auth)';
create index auth_session_user on auth_session ("userId");
create table auth_account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth_user (id) on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
comment on table auth_account is 'identity: ways to sign in, with password hashes (better-auth)';
create index auth_account_user on auth_account ("userId");
create table auth_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
comment on table auth_verification is 'identity: pending verifications (better-auth)';

create table idempotency (
  person text not null,
  key text not null,
  fingerprint text not null,
  status integer not null,
  body text not null,
  at timestamptz not null default now(),
  primary key (person, key)
);
comment on table idempotency is 'cache: answers to acts sent with an idempotency key';

create table notice_read (
  person text not null,
  seq bigint not null,
  primary key (person, seq)
);
comment on table notice_read is 'cache: read markers';

create table file (
  digest text primary key,
  name text not null,
  bytes bigint not null,
  uploaded_by text not null,
  at timestamptz not null default now()
);
comment on table file is 'tracked: content-addressed files';

create table setting (
  key text primary key,
  value text not null
);
comment on table setting is 'cache: what this store remembers about itself';
