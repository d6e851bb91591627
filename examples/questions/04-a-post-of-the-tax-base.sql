-- How large was one post of the summerte skattegrunnlag each year, such as innskudd?
select inntektsaar, beloep, kategori, skatteoppgjoersdato
  from skatt.v_summertskattegrunnlag_post
 where konsument = 'egen'
   and identifikator = :'person'
   and teknisk_navn = :'post'
 order by inntektsaar;
