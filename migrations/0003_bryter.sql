-- 0003_bryter: APIs that were stopped because most of their answers were deletions or "no data" (P8).
--
-- Locks: none that matter; the table is new.
-- Undo:  drop table folger.bryter;

create table folger.bryter (
  api        text        collate "C" primary key,
  utlost_at  timestamptz not null default now(),
  godtatt_at timestamptz
);
comment on table folger.bryter is
  'APIs whose wave of deletions or "no data" is not stored: a row from when it began until it has ended.';
comment on column folger.bryter.api is 'The API''s host label, such as summertskattegrunnlag.';
comment on column folger.bryter.utlost_at is 'When the share of such answers passed BRYTER_PROSENT.';
comment on column folger.bryter.godtatt_at is
  'When an operator accepted the wave (hendelsesfolger resume --api NAME --accept-deletions): it is stored from then on.';
