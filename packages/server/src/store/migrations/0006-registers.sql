-- breaking: no
create table item (id text primary key, project text, seq bigint not null, doc jsonb not null);
comment on table item is 'governed: items of registers';
create unique index item_number on item ((doc->>'register'), coalesce(project, ''), ((doc->>'number')::int));
create index item_project on item (project, id);
create trigger governed after insert or update or delete or truncate on item for each statement execute function muster_guard();
