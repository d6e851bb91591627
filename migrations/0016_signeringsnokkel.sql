-- 0016_signeringsnokkel: since when each signing key is used, because Maskinporten does not tell.
--
-- Locks: none that matter; the table is new.
-- Undo:  drop table folger.signeringsnokkel;

create table folger.signeringsnokkel (
  avtrykk       text        collate "C" primary key,
  forst_sett_at timestamptz not null default now(),
  sist_sett_at  timestamptz not null default now()
);
comment on table folger.signeringsnokkel is
  'The keys that grants to Maskinporten have been signed with. It takes a key for a year at most.';
comment on column folger.signeringsnokkel.avtrykk is
  'Which key: the thumbprint of its public part (RFC 7638), never a part of the key.';
comment on column folger.signeringsnokkel.forst_sett_at is
  'When a token was first given for it. It may be older: it was made before.';
comment on column folger.signeringsnokkel.sist_sett_at is
  'When a replica last began to use it.';
