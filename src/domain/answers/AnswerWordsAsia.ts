import type { AnswerPhrases } from "./AnswerWords.ts"

/** Indonesian and Malay. */
export const indonesian: AnswerPhrases = {
  done: "selesai|beres|berhasil|sukses|siap selesai",
  brief: "sudah|udah|sdh",
  completed: "tuntas|sudah komplit",
  cancelled:
    "dibatalkan|sudah batal|sudah dicancel|dicancel|sudah direfund|direfund|dikembalikan|sudah cancel",
  refilled: "direfill|sudah refill|sudah direfill|diisi ulang|sudah diisi",
  hurried: "dipercepat|sudah dipercepat|sudah speed up",
  ended: "sudah selesai duluan|order sudah selesai|pesanan sudah selesai",
  partial: "sebagian|parsial",
  rejected: "ditolak|sudah ditolak|gagal|sudah gagal|tidak drop|salah id",
  cannot:
    "tidak bisa|tidak dapat|gak bisa|ga bisa|gabisa|tdk bisa|ngga bisa|nggak bisa|tidak mungkin|tidak ada refill|no garansi|tidak garansi|belum bisa|tak boleh",
  progress:
    "sedang diproses|diproses|proses|dalam proses|sedang|lagi dicek|dicek|cek dulu|tunggu|mohon tunggu|ditunggu|masih|antri|menunggu|on proses|diteruskan|sudah diteruskan|sudah dikirim|sudah dilaporkan|sudah diproses|sudah dicek",
  pending: "belum|masih belum",
  later: "nanti|besok|segera|akan|sebentar|bentar",
  noted: "siap|baik|oke|iya|dimengerti",
  not: "tidak|tdk|gak|ga|nggak|ngga|bukan|jangan|tak|tanpa",
  ask: "apakah|kenapa|kapan|yang mana",
  if: "kalau|jika|mungkin|semoga",
  cancel: "batal|batalkan|pembatalan",
  refill: "isi ulang",
  speedup: "percepat"
}

/** Hindi, Urdu and Nepali, in their letters and in Latin ones. */
export const hindi: AnswerPhrases = {
  done: "bhayo|gareko chu|gari sake|भयो",
  brief:
    "ho gaya|hogaya|ho gya|hogya|ho gaye|kar diya|kardiya|kr diya|krdiya|kar dia|ho gaya hai|kar diya hai|हो गया|कर दिया|हो गया है|कर दिया है|हो चुका|ہو گیا|کر دیا",
  completed: "pura ho gaya|poora ho gaya|पूरा हो गया|پورا ہو گیا",
  cancelled:
    "cancel kar diya|cancel ho gaya|cancel kr diya|cancel kardiya|cancel hogaya|refund kar diya|refund ho gaya|refund kardiya|cancel bhayo|रद्द कर दिया|रद्द हो गया|कैंसल कर दिया|कैंसिल हो गया|رد کر دیا گیا ہے",
  refilled:
    "refill kar diya|refill ho gaya|refill kardiya|refill hogaya|refill bhayo|रिफिल कर दिया|रिफिल हो गया",
  hurried: "speed badha di|speed kar di|speed badha diya|fast kar diya|स्पीड बढ़ा दी",
  ended: "pehle se complete|already complete hai|pahle hi complete|already ho gaya",
  partial: "thoda|aadha|आधा",
  rejected: "reject kar diya|reject ho gaya|mana kar diya|अस्वीकार|रिजेक्ट|अस्वीकृत|مسترد",
  cannot:
    "nahi ho sakta|nahi hoga|nhi hoga|nahi ho payega|nhi ho sakta|nahin ho sakta|cancel nahi hoga|refill nahi hoga|hudaina|mildaina|sakdaina|नहीं हो सकता|नहीं होगा|नही होगा|संभव नहीं|हुँदैन|نہیں ہو سکتا",
  progress:
    "forward kar diya|inform kar diya|report kar diya|bhej diya|request kar diya|bol diya|forward kardiya|check kar diya|ho raha hai|ho raha|kar raha hu|kar rahe hai|kar raha hun|kaam chal raha|check kar raha|dekh raha|dekhta hu|ruko|rukiye|wait karo|abhi|hudai cha|hudaicha|हो रहा है|हो रहा|कर रहे हैं|देख रहे|रुकिए|अभी|प्रक्रिया में|ہو رہا ہے|ابھی",
  pending: "abhi tak nahi|abhi nahi|abhi tak",
  later:
    "ho jayega|ho jaega|hojayega|kar dunga|kar denge|kar deta|karta hu|kar dete|thodi der|kal|bholi|हो जाएगा|कर देंगे|जल्द|ہو جائے گا",
  noted: "theek hai|thik hai|thik cha|ji|haan|acha|accha|ठीक है|जी|हाँ|ٹھیک ہے",
  not: "nahi|nahin|nhi|nai|mat|na|chaina|bhayena|भएन|नहीं|नही|मत|न|نہیں",
  ask: "kya|kab|kyu|kyon|kaunsa|क्या|कब|क्यों|کیا",
  if: "agar|yadi|shayad|अगर|शायद|اگر",
  cancel: "कैंसल|कैंसिल|रद्द",
  refill: "रिफिल",
  speedup: "स्पीड"
}

/** Bengali, in its letters and in Latin ones. */
export const bengali: AnswerPhrases = {
  done: "সম্পন্ন|ডান",
  brief:
    "হয়ে গেছে|হয়েছে|করা হয়েছে|করে দিয়েছি|হয়ে গেছে ভাই|hoye geche|hoyeche|hoise|hoye gese|kore diyechi|kore disi|kora hoyeche|hoya geche",
  completed: "সম্পূর্ণ হয়েছে|কমপ্লিট|কমপ্লিট হয়েছে",
  cancelled:
    "বাতিল করা হয়েছে|বাতিল হয়েছে|ক্যান্সেল করা হয়েছে|ক্যান্সেল হয়েছে|রিফান্ড করা হয়েছে|cancel kora hoyeche|cancel hoise|cancel kore diyechi|refund hoyeche",
  refilled: "রিফিল করা হয়েছে|রিফিল হয়েছে|refill kora hoyeche|refill hoyeche|refill kore diyechi",
  hurried: "স্পিড বাড়ানো হয়েছে|speed barano hoyeche",
  rejected: "প্রত্যাখ্যান|রিজেক্ট|বাতিল করা যাবে না",
  cannot: "সম্ভব না|সম্ভব নয়|হবে না|করা যাবে না|পারব না|অসম্ভব|hobe na|possible na|kora jabe na|parbo na|somvob na",
  progress: "প্রসেসিং|চলছে|অপেক্ষা করুন|অপেক্ষা|দেখছি|কাজ চলছে|হচ্ছে|opekkha korun|cholche|dekhchi|hocche",
  pending: "এখনো|এখনও|ekhono",
  later: "হয়ে যাবে|করে দিব|করব|কাল|একটু পর|hoye jabe|kore dibo|korbo",
  noted: "ঠিক আছে|আচ্ছা|জি|thik ache|accha",
  not: "না|নয়|হয়নি|হয় নাই|হয় নি|নাই|নি|hoyni|hoy nai|hoini|nai|na",
  ask: "কি|কেন|কবে|keno|kobe",
  if: "যদি|হয়তো|jodi",
  cancel: "বাতিল|ক্যান্সেল",
  refill: "রিফিল"
}

/** Vietnamese. */
export const vietnamese: AnswerPhrases = {
  done: "xong|xong rồi|đã xong|đã làm|đã xử lý|ok xong",
  completed: "hoàn thành|đã hoàn thành",
  cancelled: "đã hủy|đã huỷ|hủy xong|đã hoàn tiền|đã cancel|đã refund",
  refilled: "đã bảo hành|đã refill|bảo hành xong|đã bù",
  hurried: "đã đẩy|đã tăng tốc",
  rejected: "từ chối|bị từ chối|thất bại",
  cannot: "không thể|không được|không hủy được|không bảo hành|ko được|k được",
  progress: "đang xử lý|đang chạy|đang|chờ|đợi|đang kiểm tra",
  pending: "chưa|chưa xong",
  later: "sẽ|lát nữa|mai",
  not: "không|ko|chưa có",
  ask: "chưa ạ|khi nào",
  if: "nếu",
  cancel: "hủy|huỷ",
  refill: "bảo hành"
}

/** Chinese, both ways of writing. */
export const chinese: AnswerPhrases = {
  done: "已处理|已處理|处理好了|处理完|好了|搞定|已经好|已弄好|已解决",
  completed: "已完成|完成|完成了",
  cancelled: "已取消|取消了|已退款|已退|退款了|已撤单",
  refilled: "已补|已补单|补好了|已补充|已補",
  hurried: "已加速|加速了|已催",
  rejected: "拒绝|已拒绝|被拒|失败",
  cannot: "不能|无法|不可以|不行|没办法|無法|不支持|取消不了|补不了|退不了",
  progress: "处理中|处理當中|正在|进行中|等待|稍等|请等|在处理",
  pending: "还没|還沒|未完成|未处理|没完成|还未",
  later: "会处理|马上|稍后|明天|待会",
  noted: "好的|收到|明白|知道了",
  not: "不|没|未|無|无|别",
  ask: "吗|嗎|什么|为什么|哪个",
  if: "如果|可能|也许",
  cancel: "取消",
  refill: "补单",
  speedup: "加速"
}

/** A few words each of Thai, Korean, Japanese, Persian, Italian and Polish. */
export const others: AnswerPhrases = {
  done: "เสร็จแล้ว|เรียบร้อย|เรียบร้อยแล้ว|완료|처리했습니다|했어요|済み|できました|対応しました|انجام شد|شد|fatto|risolto|zrobione|gotowe|załatwione",
  completed: "完了|완료됨|completato|zakończone|ukończone",
  cancelled:
    "ยกเลิกแล้ว|คืนเงินแล้ว|취소했습니다|취소 완료|취소됨|キャンセルしました|キャンセル済み|لغو شد|cancellato|annullato|rimborsato|anulowane|anulowano|zwrócone",
  refilled: "เติมแล้ว|리필 완료|ریفیل شد|جبران شد|ricaricato|uzupełnione",
  rejected: "ปฏิเสธ|거절|거부|却下|拒否|رد شد|rifiutato|rifiutata|odrzucone|odrzucono",
  cannot:
    "ไม่ได้|ยกเลิกไม่ได้|불가|안 됩니다|안됩니다|できません|نمی شود|نمیشه|non si può|non è possibile|impossibile|nie można|niemożliwe|nie da się",
  progress:
    "กำลัง|รอ|처리 중|처리중|대기|진행 중|対応中|確認中|お待ち|در حال|صبر کنید|in corso|in lavorazione|ancora|w trakcie|jeszcze",
  pending: "ยังไม่|まだ|هنوز|non ancora|jeszcze nie",
  not: "ไม่|않|안 |없|ません|نشد|نیست|non|nie",
  ask: "ไหม|까요|ですか|آیا|perché|czy",
  later: "예정|jutro|domani"
}
