-- 0008_uttrekk: functions that take typed values out of `data`, whatever is in it.
--
-- Locks: none that matter; everything is new.
-- Undo:  drop function skatt.tall, skatt.tekst, skatt.kode, skatt.boolsk, skatt.dato (jsonb, text[]),
--        skatt.dato (text), skatt.tidspunkt (jsonb, text[]), skatt.tidspunkt (text), skatt.objekt,
--        skatt.liste, skatt.koder;
--
-- None of them ever raises an error: the answers are Skatteetaten's, new fields come unannounced, and
-- one odd answer must not end a query about ten million others. What is missing, or is of another type
-- than asked for, is null. `#>` and not a lax jsonpath: that would look into the elements of an array
-- that stands where an object should. All but two are inlined into the query that calls them.

create function skatt.tall(data jsonb, variadic sti text[]) returns numeric
language sql immutable parallel safe
return case
  when jsonb_typeof(data #> sti) = 'number' then
    case
      when abs((data #> sti)::numeric) < 1e18 and scale((data #> sti)::numeric) <= 18
      then (data #> sti)::numeric
    end
end;
comment on function skatt.tall is
  'The number at a path of data: skatt.tall(data, ''fastland'', ''restskatt''). Null where there is none, and for numbers that no amount is: of more than 18 digits before or after the decimal point.';

create function skatt.tekst(data jsonb, variadic sti text[]) returns text
language sql immutable parallel safe
return case when jsonb_typeof(data #> sti) = 'string' then data #>> sti end;
comment on function skatt.tekst is 'The text at a path of data. Null where there is none.';

create function skatt.kode(data jsonb, variadic sti text[]) returns text
language sql immutable parallel safe
return case jsonb_typeof(data #> sti)
  when 'string' then data #>> sti
  when 'number' then
    case
      when abs((data #> sti)::numeric) < 1e18 and scale((data #> sti)::numeric) = 0
      then data #>> sti
    end
end;
comment on function skatt.kode is
  'The code or year at a path of data, as text: some APIs write 2024 and others "2024". Null where there is neither text nor a whole number.';

create function skatt.boolsk(data jsonb, variadic sti text[]) returns boolean
language sql immutable parallel safe
return case when jsonb_typeof(data #> sti) = 'boolean' then (data #> sti)::boolean end;
comment on function skatt.boolsk is 'The true or false at a path of data. Null where there is neither.';

-- A cast from text to date depends on a setting, and fails for 30 February. [0-9] and not \d, which
-- is also true of other alphabets' digits.
create function skatt.dato(tekst text) returns date
language sql immutable parallel safe
return case
  when tekst ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' then
    case
      when extract(month from make_date(left(tekst, 4)::integer, substr(tekst, 6, 2)::integer, 1)
                              + (right(tekst, 2)::integer - 1)) = substr(tekst, 6, 2)::integer
      then make_date(left(tekst, 4)::integer, substr(tekst, 6, 2)::integer, 1) + (right(tekst, 2)::integer - 1)
    end
end;
comment on function skatt.dato(text) is 'A date written as 2024-02-29, of the years 1000 to 2999. Null for any other text, and for days that are not in the calendar.';

create function skatt.dato(data jsonb, variadic sti text[]) returns date
language sql immutable parallel safe
return skatt.dato(skatt.tekst(data, variadic sti));
comment on function skatt.dato(jsonb, text[]) is 'The date at a path of data, written as 2024-02-29. Null where there is none.';

create function skatt.tidspunkt(tekst text) returns timestamptz
language sql immutable parallel safe
return case
  when tekst ~ '^[0-9-]{10}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$' then
    ( skatt.dato(left(tekst, 10))
      + make_time(substr(tekst, 12, 2)::integer, substr(tekst, 15, 2)::integer,
                  substr(tekst, 18, length(tekst) - case when right(tekst, 1) = 'Z' then 18 else 23 end)::double precision)
      - case
          when right(tekst, 1) = 'Z' then make_interval()
          else make_interval(hours => left(right(tekst, 6), 3)::integer,
                             mins  => (left(right(tekst, 6), 1) || right(tekst, 2))::integer)
        end
    ) at time zone 'UTC'
end;
comment on function skatt.tidspunkt(text) is
  'A time with its zone, written as 2024-01-29T12:09:07.614+01:00 or with Z. Null for any other text: a time that names no zone would be guessed wrong by hours.';

create function skatt.tidspunkt(data jsonb, variadic sti text[]) returns timestamptz
language sql immutable parallel safe
return skatt.tidspunkt(skatt.tekst(data, variadic sti));
comment on function skatt.tidspunkt(jsonb, text[]) is
  'The time at a path of data, written as 2024-01-29T12:09:07.614+01:00 or with Z. Null where there is none, or where it names no zone.';

create function skatt.objekt(data jsonb, variadic sti text[]) returns jsonb
language sql immutable parallel safe
return case when jsonb_typeof(data #> sti) = 'object' then data #> sti end;
comment on function skatt.objekt is 'The object at a path of data, for jsonb_each. Null where there is none.';

create function skatt.liste(data jsonb, variadic sti text[]) returns jsonb
language sql immutable parallel safe
return case when jsonb_typeof(data #> sti) = 'array' then data #> sti end;
comment on function skatt.liste is 'The array at a path of data, for jsonb_array_elements. Null where there is none.';

create function skatt.koder(data jsonb, variadic sti text[]) returns text[]
language sql immutable parallel safe
return case
  when jsonb_typeof(data #> sti) = 'array' then
    (select array_agg(skatt.kode(kode, variadic '{}') order by plass)
       from jsonb_array_elements(data #> sti) with ordinality as element (kode, plass))
end;
comment on function skatt.koder is
  'The array of codes at a path of data. Null where there is none; what is not a code in it is null.';
