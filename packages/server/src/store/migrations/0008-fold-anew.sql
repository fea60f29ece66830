-- breaking: no
-- What follows from the ledger can be folded anew, by a program whose rules say more of the same entries than those of the
-- program before. The records are made in a schema of their own and take the place of those that were there; the guards
-- are away for exactly that, inside one transaction.

create function muster_take_folded(folded text) returns integer language plpgsql as $$
declare
  name text;
  columns text;
  taken integer := 0;
begin
  for name in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and obj_description(c.oid, 'pg_class') like 'governed:%'
      and exists (select 1 from pg_tables t where t.schemaname = folded and t.tablename = c.relname)
    order by 1
  loop
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into columns from pg_attribute a
    where a.attrelid = format('%I.%I', current_schema(), name)::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '';
    execute format('alter table %I disable trigger governed', name);
    execute format('delete from %I', name);
    execute format('insert into %I (%s) select %s from %I.%I', name, columns, columns, folded, name);
    execute format('alter table %I enable trigger governed', name);
    taken := taken + 1;
  end loop;
  execute format('drop schema %I cascade', folded);
  return taken;
end $$;
