import type { CommandName } from "../CommandName.ts"

/** The word the gateway uses for what the customer asked: "refund" is a cancel with a reply of its own (OR-07). */
export type AskedWord = CommandName | "refund"

// Words are separated by spaces, the words of a phrase joined by "_". English, Indonesian and the Nepali
// "firta paisa" were seen in use (facts §4a); the other languages are proposals nobody has confirmed yet.

/** What asks for a command, whatever else the line says. */
export const strongWords: Readonly<Record<AskedWord, string>> = {
  refill: `refill refills refil reffil reffill refiil refiill rifil riffil reff refilled refilling re_fill refill_karo refill_kardo drop_ho_gaya drop_ho_gaye
    isi_ulang reposicao reposição reposicion reposición recarga recargar repor rellenar telafi doldur докрутка докрутите докрутить докрут рефилл рефил
    восстановить восстановите تعويض عوض ريفيل اعادة_تعبئة रिफिल रीफिल রিফিল ریفل ریفیل recharger 补 补单 bảo_hành`,
  cancel: `cancel cancels cancle cencel cansel canel cancal cancil cancell cancl cncl kancel kansel kensel cancelled canceled cancelling cancelation cancellation
    cancel_karo cancel_kardo batal batalkan cancelar cancela cancele cancelen anular annuler annule annulla stornieren iptal iptal_et отмена отменить
    отмените отмени отменяйте отменять الغاء الغي الغو الغ كنسل إلغاء تلغي कैंसिल कैंसल रद्द রদ বাতিল ক্যান্সেল ক্যানসেল کینسل منسوخ 取消 hủy huỷ`,
  refund: `refund refunds refunded refunding reffund refnd rifund firta_paisa paisa_firta paisa_wapas paise_wapas paisa_vapas paisa_return money_back
    taka_ferot taka_ferat refund_karo reembolso reembolsar reembolse estorno estornar devolver iade iade_et возврат верните вернуть استرجاع استرداد
    ارجاع रिफंड पैसा_वापस पैसे_वापस फिर्ता রিফান্ড টাকা_ফেরত ریفنڈ remboursement rembourser rimborso 退款 hoàn_tiền`,
  speedup: `speedup spedup speedp speeup spedap speedap spead_up spid_up speed_up speedup_karo speed_badhao speed_badhaye speed_karo jaldi_karo jaldi_kardo
    speed_it_up speed_this_up speed_them_up speed_that_up make_it_fast make_fast make_faster do_it_fast percepat acelerar acelera acelere acelerem hızlandır hızlandırın hızlandırma ускорить ускорьте ускорение
    تسريع سرع سرعه स्पीड स्पीडअप जल्दी_करो স্পিড স্পীড تیز accelerer accelerez 加速 tăng_tốc`,
  status: `status stauts staus statu satus order_status status_check statut durum estado статус حالة स्टेटस স্ট্যাটাস اسٹیٹس 状态 trạng_thái`
}

/** Aliases that are also ordinary words or very short: they count only in a line that says little else. */
export const weakWords: Readonly<Record<AskedWord, string>> = {
  refill: "rf isi",
  cancel: "cn",
  refund: "return",
  speedup: "speed sp fast faster cepat hizli acelerado быстрее jaldi",
  status: "st cek check info"
}

/** Forms that also report what has happened ("was cancelled"): no command beside such a verb or a question mark. */
export const pastWords = "cancelled canceled refunded refilled"

/** "Do not" before a command. */
export const negations = `dont donot dnt don't don_t can_t won_t not never no without stop undo withdraw avoid wont cant cannot instead_of nor neither jangan tidak gak nggak ga bukan
  mat mt nahi nhi nai nahin não nao nunca не нет без لا بدون مت मत नहीं نہیں مت না 不 不要 không đừng nie kein nicht sin sem kada не_надо не_нужно не_нужен не_нужна не_хочу no_need`

/** "Do not" after a command. */
export const lateNegations = `mat mt nahi nhi nai nahin na_karo na_kare na_karna na_karen na_kariye nagara nagarnu nagarnus nagarnuhos koro_na koren_na korben_na korio_na koiren_na korbenna etme etmeyin etmeyiniz
  etmesin istemiyorum not_needed not_required not_necessary not_wanted no_need hayır नहीं मत नगर्नु نہیں مت না করবেন_না করো_না`

/** What follows is left out: "all except 123". */
export const exclusions =
  "not except excluding exclude without skip ignore besides kecuali excepto exceto hariç sauf кроме dont"

/** Words that ask about a command instead of giving it. */
export const questions = `why who when did does how which whose whos kyu kyun kyon kyo kab kenapa kapan mengapa neden niye porque cuándo cuando como почему зачем когда لماذا متى
  क्यों कब কেন کیوں pourquoi warum`

/** Verbs that make a past form a report. */
export const auxiliaries = "was were been got already has have had is are isnt wasnt hasnt already_been"

/** Either of two commands. */
export const alternatives = "or atau ya ou o или او أو या বা یا veya hoặc"

/** Both, or the next sentence. */
export const conjunctions = "and then also but plus & dan và и y e و और আর এবং اور ve und et ani ra aur"

/** A number beside it is no order: phone, transaction, amount … */
export const labels = `phone mobile whatsapp wp tel telephone contact txn tx txid trx transaction utr otp pin code quantity qty amount price paid balance bal
  charge count total cost rate remains remain remaining payment nomor_hp telefono телефон هاتف`

/** A short or round number before it is an amount. */
export const unitWords = `likes like followers follower views view subs subscribers subscriber members member comments comment shares reactions days day hours hour hrs
  hr min mins minutes minute weeks week months month years year k m lakh lac crore usd usdt inr npr bdt pkr rs rupees rupee taka tk eur euro dollars dollar
  percent pcs times people hari jam gün saat дней часов يوم ساعة din ghanta`

/** Currency words before a number. */
export const currencies = "usd usdt inr npr bdt pkr rs rupees taka tk eur euro dollar dollars btc"

/** A number right after it is a count when the message names a longer number: "12345 dropped from 5000 to 3000". */
export const countWords = `from to only got get was now ordered received delivered became start started end current have had upto over under than about around
  se tak still just dropped drop`

/** Month names before or after a year. */
export const months = `jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov november dec december`

/** What a direct chat should be told the right command for, although it is none of these four. */
export const otherTopics =
  "help menu commands balance account payment ticket details services partial completed"

/** Polite and pointing words that change nothing. */
export const fillers = `please plz pls plzz pl kindly kripya sir madam bro bhai brother dear dai didi boss admin team hi hello hey hlo ok okay yes yep the a an my
  your our this that these those it its them him of for in on to at with from order orders oder ordar ordr id ids no number num nr number_is request requests
  req i we you me us want wants need needs would could can will shall should may be do does yet make give get let now today asap urgent urgently
  immediately quickly fast soon again also just all both some is are was ko ka ki ke hai he kar karo kare kardo kr kro krdo krna karna karen dijiye do na de dena
  dein bhi ye yeh wo mera mere meri isko iska koro koren korun korben dao din den ta ti eta please_do se ho garnu garnus garnuhos gari dinu dinus garidinu mero yo
  pedido pedidos orden ordenes ordem el la los las de del por favor favor meu minha este esta esse estos siparis siparisi siparişi siparişim siparişimi lütfen lutfen et edin
  eder misiniz заказ заказа заказы пожалуйста сделайте мой этот номер الطلب طلب الطلبات رقم من فضلك لو سمحت ارجو ممكن هذا इस को कर करो करें दो दें कृपया
  ऑर्डर मेरा अर्डर अर्डरहरु এই অর্ডার করুন করেন দিন দাও প্লিজ আমার آرڈر کر کریں دیں کرو براہ کرم pesanan mohon tolong dong ya kak min bang nya saya ini
  itu commande svp merci thanks thank thx bestellung bitte 订单 请 单号 đơn hàng giúp wanna i'd like im i'm think that should asked ask said say told tell requested dare mean really actually very slow up quiero quero hua надо still any more been has have`

/** A new wish starts here: a "don't" before it is over. */
export const politeWords =
  "please plz pls plzz pl kindly kripya mohon tolong lütfen lutfen пожалуйста svp bitte प्लीज প্লিজ por_favor"

/** The number after it is an order, whatever stands around. */
export const orderWords = `order orders oder ordar ordr id ids pedido pedidos orden ordenes siparis siparişi заказ заказа الطلب طلب ऑर्डर অর্ডার pesanan 订单 单号`
