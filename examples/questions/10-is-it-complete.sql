-- Is what I read complete up to yesterday 24:00, and if not, what is it waiting for?
select skatt.er_ferskt_til(date_trunc('day', now(), 'Europe/Oslo')) as complete,
       liste, tilstand, gjenspeiler_til, ventende, eldste_ventende_at, parkert
  from skatt.ferskhet
 where konsument = 'egen'
 order by gjenspeiler_til nulls first;
