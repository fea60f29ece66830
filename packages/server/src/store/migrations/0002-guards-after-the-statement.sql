-- breaking: no
-- The guards look when a statement ends instead of before it begins: entries, the head and the records that follow from
-- them can then be written by one statement. What they refuse is undone with its statement, as before.

do $$
declare name text;
begin
  for name in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and obj_description(c.oid, 'pg_class') like 'governed:%'
  loop
    execute format('drop trigger governed on %I', name);
    execute format('create trigger governed after insert or update or delete or truncate on %I for each statement execute function muster_guard()', name);
  end loop;
end $$;
