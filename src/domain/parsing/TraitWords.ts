// Words are separated by spaces, the words of a phrase joined by "_".

/** "Do not" before a command. */
export const negations = `dont donot dnt don't don_t can_t won_t not never no without stop undo withdraw avoid wont cant cannot instead_of nor neither jangan tidak gak nggak ga bukan
  mat mt nahi nhi nai nahin não nao nunca не нет без لا بدون مت मत नहीं نہیں مت না 不 不要 không đừng nie kein nicht sin sem kada не_надо не_нужно не_нужен не_нужна не_хочу no_need
  jgn gausah engga enggak gk ndak لا_اريد ما_اريد ما_ابغى ما_ابي ما_بدي مو نہ nunca_mais dont_want
  ignore forget revert reverse undone take_back called_off
  didnt shouldnt wouldnt couldnt non
  لا_تقم لم لن`

/** "Do not" after a command. */
export const lateNegations = `mat mt nahi nhi nai nahin na_karo na_kare na_karna na_karen na_kariye nagara nagarnu nagarnus nagarnuhos koro_na koren_na korben_na korio_na koiren_na korbenna etme etmeyin etmeyiniz
  etmesin istemiyorum not_needed not_required not_necessary not_wanted no_need hayır नहीं मत नगर्नु نہیں مت না করবেন_না করো_না
  nahi_hua nhi_hua nahi_hui nahi_ho_raha nhi_ho_raha nahi_ho_rha nhi_ho_rha nahi_aya nhi_aya nahi_mila nhi_mila نہ نہیں_ہوا নয় korben_na_please hoyni hoy_nai
  edilmesin olmasin iptal_olmasin yapmayin gardina pardaina hudaina नगर्नुहोस् नगर न_करें ना_करें не_нужна не_нужно не_нужен не_надо no_hace_falta
  nope nah
  chai_na jabe_na lagbe_na hobe_na dorkar_nai dorkar_nei koiren_na kore_na korte_hobe_na dite_hobe_na lagena
  not_available not_possible not_allowed not_included not_yet_possible
  dio_na diyo_na diyen_na diben_na kore_dio_na korba_na kora_lagbe_na`

/** "Do not" at the end of a clause, after the command and whatever verb. */
export const finalNegations = "না নাই নয় নেই"

/** What follows is left out: "all except 123". */
export const exclusions = `not except excluding exclude without skip ignore besides kecuali excepto exceto hariç sauf кроме dont
  instead_of all_but everything_but rather_than
  не não nao bukan jangan nicht
  leave keep chhodo chodo chhod_do chod_do biarkan deja deixa оставьте оставь اترك`

/** Words that ask about a command instead of giving it. */
export const questions = `why who when did does how which whose whos kyu kyun kyon kyo kab kenapa kapan mengapa neden niye porque cuándo cuando como почему зачем когда لماذا متى
  क्यों कब কেন کیوں pourquoi warum
  keno kina kyo किन por_que por_quê porque_motivo what_happens what_if i_will ill neden_oldu knp kpn zachem
  for_example example eg misal misalnya contoh ejemplo exemplo ornek örnek например مثال مثلا
  or_not ya_nahi ya_nhi ya_nahin atau_tidak atau_belum should_i shall_i should_we do_you_want we_will we_are we_have they_will he_will any_news any_update`

/** Verbs that make a past form a report. */
export const auxiliaries = `was were been got already has have had is are isnt wasnt hasnt already_been
  sudah udah udh telah foi fue ha_sido esta_cancelado`

/** Either of two commands. */
export const alternatives = `or atau ya ou o или او أو या বা یا veya hoặc
  nahi_to nhi_to nahin_to warna otherwise else नहीं_तो ورنہ`

/** Both, or the next sentence. */
export const conjunctions = `and then also but plus & dan và и y e و और আর এবং اور ve und et ani ra aur
  lekin magar pero mas ama tapi tetapi но لكن কিন্তু लेकिन لیکن tara तर`

/** The next order is meant after all: "not 123 but 456". */
export const contrasts = "but lekin magar pero mas ama tapi tetapi но а لكن কিন্তু लेकिन لیکن tara तर"

/** A number beside it is no order: phone, transaction, amount … */
export const labels = `phone mobile whatsapp wp tel telephone contact txn tx txid trx transaction utr otp pin code quantity qty amount price paid balance bal
  charge count total cost rate remains remain remaining payment nomor_hp telefono телефон هاتف
  call call_me contact_me text_me msg_me wa hp no_hp no_wa nomor_wa telp telepon celular zap whats тел phone_number mobile_number whatsapp_number contact_number फोन मोबाइल ফোন মোবাইল فون موبائل جوال telefon telefonum
  service service_id services_id svc layanan servicio serviço`

/** A short or round number before it is an amount. */
export const unitWords = `likes like followers follower views view subs subscribers subscriber members member comments comment shares reactions days day hours hour hrs
  hr min mins minutes minute weeks week months month years year k m lakh lac crore usd usdt inr npr bdt pkr rs rupees rupee taka tk eur euro dollars dollar
  percent pcs times people hari jam gün saat дней часов يوم ساعة din ghanta
  pm oclock baje baj uhr`

/** Currency words before a number. */
export const currencies = `usd usdt inr npr bdt pkr rs rupees taka tk eur euro dollar dollars btc
  tl lira try idr rupiah real reais rub руб рублей درهم ريال جنيه dinar dirham $ € £ ₹ ৳ ₨ ₺ ₽ ¥ ﷼ रुपये रुपए টাকা روپے`

/** A number right after it is a count when the message names a longer number: "12345 dropped from 5000 to 3000". */
export const countWords = `from to only got get was now ordered received delivered became start started end current have had upto over under than about around
  se tak still just dropped drop`

/** Month names before or after a year. */
export const months = `jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov november dec december
  mayo mei mai maio haziran temmuz agustus agosto septiembre setembro oktober octubre outubro noviembre novembro desember diciembre dezembro januari enero janeiro
  februari febrero fevereiro maret marzo março abril juni junio junho juli julio julho ocak subat mart nisan mayis agustos eylul ekim kasim aralik января февраля марта апреля мая июня
  июля августа сентября октября ноября декабря يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त`

/** What a direct chat should be told the right command for, although it is none. */
export const otherTopics = "menu commands services partial completed"

/** Said of a command right after it: it has happened, or will. */
export const reports = `added submitted recorded successful successfully rejected expired approved accepted forwarded ho_gaya ho_gya ho_gayi hogaya hogya ho_chuka hoga
  hoyeche hoise hoye_geche hoyese edildi oldu olmus edilmis bhayo bhaisakyo gareko
  support_queue queue ہو_گیا ہوگیا ہو_گئی हो_गया हो_गई हो_चुका হয়েছে হয়ে_গেছে sudah_selesai
  done completed received recieved finished happened
  available button guarantee guaranteed option policy period service
  hobe হবে
  processing
  enable enabled disable disabled stopped off
  started in_process in_progress in_queue under_process under_review`

/** Said before a command that has happened: "got refund", "received my refill". */
export const gots = `got received recieved dapat mila mil_gaya recibi recebi получил aldim paisi pelam
  where wheres
  sudah udah udh telah requested`

/** A number beside it is the writer's own phone number. */
export const ownNumbers = `my_number my_no my_phone my_mobile my_whatsapp my_contact my_wa mera_number mera_no mera_whatsapp mero_number nomor_saya no_saya wa_saya amar_number
  mi_numero meu_numero numaram numaramiz رقمي هاتفي`

/** A year after it is no order. */
export const sinceWords = "since year tahun yil yili ano año году год sal saal sejak desde"

/** A time of day (930, 1030) after it is no order. */
export const clockWords = "at around before after by till until jam pukul saat saati alle в"

/** Asks to see something: "what is my balance", "show account". */
export const askers = `what whats what's how_much how_many show see view tell check know kitna kitni kitne bata batao batana dikhao dekhao dekhau koti koto kati dekhan dekhaw
  berapa lihat liat tampilkan cek cuanto cuánto quanto mostrar muestra ver mostre goster göster kac kaç ne_kadar сколько покажи покажите показать какой كم اعرض current available total left remaining
  कितना कितनी दिखाओ बताओ কত দেখান কত_আছে ہے کتنا دکھائیں
  nedir k_cha kya بتائیں بتاؤ বলুন berapa_ya`

/** After these words nothing is asked any more. */
export const thanks = `thanks thank thx thanx thankyou tnx ty merci gracias obrigado obrigada teşekkürler teşekkür tesekkur спасибо شكرا shukriya dhanyabad dhonnobad
  dhanyavaad makasih terimakasih terima_kasih धन्यवाद ধন্যবাদ شکریہ`

/** Polite and pointing words that change nothing. */
export const fillers = `please plz pls plzz pl kindly kripya sir madam bro bhai brother dear dai didi boss admin team hi hello hey hlo ok okay yes yep the a an my
  your our this that these those it its them him of for in on to at with from order orders oder ordar ordr id ids no number num nr number_is request requests
  req i we you me us want wants need needs would could can will shall should may be do does yet make give get let now today asap urgent urgently
  immediately quickly fast soon again also just all both some is are was ko ka ki ke hai he kar karo kare kardo kr kro krdo krna karna karen dijiye do na de dena
  dein bhi ye yeh wo mera mere meri isko iska koro koren korun korben dao din den ta ti eta please_do se ho garnu garnus garnuhos gari dinu dinus garidinu mero yo
  pedido pedidos orden ordenes ordem el la los las de del por favor favor meu minha este esta esse estos siparis siparisi siparişi siparişim siparişimi lütfen lutfen et edin
  eder misiniz заказ заказа заказы пожалуйста сделайте мой этот номер الطلب طلب الطلبات رقم من فضلك لو سمحت ارجو ممكن هذا इस को कर करो करें दो दें कृपया
  ऑर्डर मेरा अर्डर अर्डरहरु এই অর্ডার করুন করেন দিন দাও প্লিজ আমার آرڈر کر کریں دیں کرو براہ کرم pesanan mohon tolong dong ya kak min bang nya saya ini
  itu commande svp merci thanks thank thx bestellung bitte 订单 请 单号 đơn hàng giúp wanna i'd like im i'm think that should asked ask said say told tell requested dare mean really actually very slow up quiero quero hua надо still any more been has have
  istiyorum isterim amar amr mi tu su minha er ekta cha chha hai jadi usah ho_na میرا میری aap ap ji ek abhi
  necesito necesita necesitamos preciso precisa deseo desejo voy vou debes debe que korte krte kora করতে aja nya dah dong
  kore`

/** A new wish starts here: a "don't" before it is over. */
export const politeWords =
  "please plz pls plzz pl kindly kripya mohon tolong lütfen lutfen пожалуйста svp bitte प्लीज প্লিজ por_favor"

/** The number after it is an order, whatever stands around. */
export const orderWords = `order orders oder ordar ordr id ids pedido pedidos orden ordenes siparis siparişi заказ заказа الطلب طلب ऑर्डर অর্ডার pesanan 订单 单号`

/** A link is to become another: "correct link", "change the link". */
export const changers = `change update edit new correct replace right set ganti ubah baru ganti_ke cambiar cambia nuevo correcto trocar troca mudar novo correto alterar
  изменить измените поменять новая новую замените değiştir yeni dogru غير تغيير جديد الجديد الصحيح badlo badal naya sahi bodlan notun बदलो नया सही`

/** An address beside it is what the link must not be. */
export const wrongs = `wrong incorrect bad old galat ghalat salah lama incorrecto equivocado mal errado incorreto yanlis eski неправильная неправильную неверная старая خطأ خاطئ القديم
  गलत ভুল vul bhul غلط`
