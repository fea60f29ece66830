-- breaking: no
-- Words: a ceremony is a series of meetings; a meeting is one that was held. Counts of a health poll are kept apart from who has answered.

create table ceremony (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table meeting (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table action (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table assistance (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table absence (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table poll (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table feed (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table stakeholder_update (id text primary key, project text, seq bigint not null, doc jsonb not null);

comment on table ceremony is 'governed: series of meetings, with moves and cancellations';
comment on table meeting is 'governed: meetings that were held, with attendance and minutes';
comment on table action is 'governed: action items with owner and due date';
comment on table assistance is 'governed: requests for help';
comment on table absence is 'governed: days on which people are away';
comment on table poll is 'governed: health polls, with their counts once they are closed';
comment on table feed is 'governed: calendar feeds without their secrets';
comment on table stakeholder_update is 'governed: stakeholder updates with their lines';

create index ceremony_project on ceremony (project, id);
create index meeting_project on meeting (project, id);
create index meeting_ceremony on meeting ((doc->>'ceremony'), id);
create index action_project on action (project, id);
create index action_owner on action ((doc->>'owner')) where doc->>'state' = 'open';
create index assistance_project on assistance (project, id);
create index absence_person on absence ((doc->>'person'));
create index poll_project on poll (project, id);
create index feed_person on feed ((doc->>'person'));
create index stakeholder_update_project on stakeholder_update (project, id);

-- Milestones stand in calendars with the number of their changes, which the entries alone know.
create index ledger_entry_milestone on ledger_entry (project, seq) where type in ('MilestoneSet', 'MilestoneCompleted', 'MilestoneDropped');

create trigger governed after insert or update or delete or truncate on ceremony for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on meeting for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on action for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on assistance for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on absence for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on poll for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on feed for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on stakeholder_update for each statement execute function muster_guard();

create table poll_voter (
  poll text not null,
  person text not null,
  primary key (poll, person)
);
comment on table poll_voter is 'tracked: who has answered a health poll, so that nobody answers twice';
create table poll_count (
  poll text not null,
  statement text not null,
  score smallint not null check (score between 1 and 5),
  count integer not null,
  primary key (poll, statement, score)
);
comment on table poll_count is 'tracked: how often a score was given; there is no row for an answer, so no answer has an author';

create table feed_secret (
  feed text primary key,
  hash bytea not null unique
);
comment on table feed_secret is 'identity: hashes of the secrets of calendar feeds';
