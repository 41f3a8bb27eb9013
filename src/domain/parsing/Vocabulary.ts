import type { AskedWord } from "./Meaning.ts"

// Words are separated by spaces, the words of a phrase joined by "_". English, Indonesian and the Nepali
// "firta paisa" were seen in use (facts §4a); the other languages are proposals nobody has confirmed yet.

/** What asks for a command, whatever else the line says. */
export const strongWords: Readonly<Record<Exclude<AskedWord, "details">, string>> = {
  refill: `refill refills refil reffil reffill refiil refiill rifil riffil reff refilled refilling re_fill refill_karo refill_kardo drop_ho_gaya drop_ho_gaye
    isi_ulang reposicao reposição reposicion reposición recarga recargar repor rellenar telafi doldur докрутка докрутите докрутить докрут рефилл рефил
    восстановить восстановите تعويض عوض ريفيل اعادة_تعبئة रिफिल रीफिल রিফিল ریفل ریفیل recharger 补 补单 bảo_hành
    reponer repongan reponga repongam direfill di_refill isi_ulangkan
    refillin التعويض بتعويض`,
  cancel: `cancel cancels cancle cencel cansel canel cancal cancil cancell cancl cncl kancel kansel kensel cancelled canceled cancelling cancelation cancellation
    cancel_karo cancel_kardo batal batalkan cancelar cancela cancele cancelen anular annuler annule annulla stornieren iptal iptal_et отмена отменить
    отмените отмени отменяйте отменять الغاء الغي الغو الغ كنسل إلغاء تلغي कैंसिल कैंसल रद्द রদ বাতিল ক্যান্সেল ক্যানসেল کینسل منسوخ 取消 hủy huỷ
    dicancel di_cancel dibatalkan di_batalkan cancelem cancelad رد_کریں
    batalin cancelin iptali iptalini الالغاء بالغاء للالغاء ألغوا क्यान्सिल`,
  refund: `refund refunds refunded refunding reffund refnd rifund firta_paisa paisa_firta paisa_wapas paise_wapas paisa_vapas paisa_return money_back
    taka_ferot taka_ferat refund_karo reembolso reembolsar reembolse estorno estornar devolver iade iade_et возврат верните вернуть استرجاع استرداد
    ارجاع रिफंड पैसा_वापस पैसे_वापस फिर्ता রিফান্ড টাকা_ফেরত ریفنڈ remboursement rembourser rimborso 退款 hoàn_tiền
    direfund di_refund iadesi para_iadesi رقم_واپس پیسے_واپس پیسہ_واپس پیسا_واپس devolver_dinero devolver_dinheiro
    taka_back paisa_back money_return refundin الاسترجاع الاسترداد`,
  speedup: `speedup sped_up spedup speedp speeup spedap speedap spead_up spid_up speed_up speedup_karo speed_badhao speed_badhaye speed_karo jaldi_karo jaldi_kardo
    speed_it_up speed_this_up speed_them_up speed_that_up make_it_fast make_fast make_faster do_it_fast percepat acelerar acelera acelere acelerem hızlandır hızlandırın hızlandırma ускорить ускорьте ускорение
    تسريع سرع سرعه स्पीड स्पीडअप जल्दी_करो স্পিড স্পীড تیز accelerer accelerez 加速 tăng_tốc
    dipercepat di_percepat
    التسريع`,
  status: `status stauts staus statu satus order_status status_check statut durum estado статус حالة स्टेटस স্ট্যাটাস اسٹیٹس 状态 trạng_thái
    durumu`
}

/** Aliases that are also ordinary words or very short: they count only in a line that says little else. */
export const weakWords: Readonly<Record<Exclude<AskedWord, "details">, string>> = {
  refill: "rf isi",
  cancel: "cn",
  refund: `return
    wapas واپس`,
  speedup: `speed sp fast faster cepat hizli acelerado быстрее jaldi
    taratari taratary তাড়াতাড়ি druto দ্রুত chito chitto छिटो जल्दी`,
  status: "st cek check info"
}

/** Words for which "refill details" is a question about the order, and which are ordinary words all the same. */
export const ordinaryCommands: Readonly<Record<"details", string>> = {
  details: `details detail deatils detials detalles detalhes detay detaylar detaylari детали подробности подробнее تفاصيل التفاصيل विवरण डिटेल डिटेल्स
    বিস্তারিত ডিটেইলস تفصیل تفصیلات rincian order_details order_detail`
}

/** What a misspelling is measured against. Short words, and words with many neighbours, are left out on purpose. */
export const slipWords = `refill refills refilled refilling cancel cancelled canceled cancelling cancellation refund refunds refunded speedup status details
  batalkan percepat cancelar cancela reembolso reposicion reposicao recarga acelerar iptal telafi hizlandir`

/** Forms that also report what has happened ("was cancelled"): no command beside such a verb or a question mark. */
export const pastWords =
  "cancelled canceled refunded refilled sped_up direfill dicancel dibatalkan direfund dipercepat"
