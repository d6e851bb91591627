-- An application's own tables: what it has decided by the income of a month, and what it decided anew.

create table decision (
  identifikator text        not null,
  month         text        not null,
  income        numeric     not null,
  decided_at    timestamptz not null default now(),
  primary key (identifikator, month)
);

create table recalculation (
  number          bigint      generated always as identity primary key,
  identifikator   text        not null,
  month           text        not null,
  income_before   numeric     not null,
  income_after    numeric     not null,
  recalculated_at timestamptz not null default now()
);
