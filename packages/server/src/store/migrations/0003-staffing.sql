-- breaking: no
-- Who holds what, who is missing and who is being looked for; what people have learnt, and whether departments use what was made.

create table responsibility (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table staffing (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table answer (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table requisition (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table applicant (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table transition (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table skill (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table learning (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table training (id text primary key, project text, seq bigint not null, doc jsonb not null);
create table adoption (id text primary key, project text, seq bigint not null, doc jsonb not null);

comment on table responsibility is 'governed: responsibilities given to named people';
comment on table staffing is 'governed: the team pattern that a project chose';
comment on table answer is 'governed: answers of people to hiring questions';
comment on table requisition is 'governed: openings for a role on a project';
comment on table applicant is 'governed: the steps of applicants, without their names';
comment on table transition is 'governed: from a vendor to roles of one''s own';
comment on table skill is 'governed: skills of people';
comment on table learning is 'governed: literacy, training and certificates of people';
comment on table training is 'governed: trainings for departments';
comment on table adoption is 'governed: use by department and period';

create index responsibility_project on responsibility (project);
create index answer_project on answer (project, (doc->>'question'), seq desc);
create index requisition_project on requisition (project, id);
create index applicant_requisition on applicant ((doc->>'requisition'), id);
create index transition_project on transition (project, id);
create unique index skill_person on skill ((doc->>'person'), lower(doc->>'skill'));
create index learning_person on learning ((doc->>'person'), id);
create index training_project on training (project, id);
create index adoption_project on adoption (project, id);
create index project_retired on project (id) where doc->>'stage' = 'retired';

create trigger governed after insert or update or delete or truncate on responsibility for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on staffing for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on answer for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on requisition for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on applicant for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on transition for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on skill for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on learning for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on training for each statement execute function muster_guard();
create trigger governed after insert or update or delete or truncate on adoption for each statement execute function muster_guard();

create table applicant_profile (
  applicant text primary key,
  name text not null,
  contact text
);
comment on table applicant_profile is 'personal: names and addresses of applicants, which can be erased';
