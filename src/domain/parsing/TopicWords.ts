import type { Topic } from "./Meaning.ts"

// Words are separated by spaces, the words of a phrase joined by "_". English and Indonesian were seen in use
// (facts §4a); the other languages are proposals nobody has confirmed yet.

/** Words that ask for something other than an order command. All are ordinary words: they count only where little else is said. */
export const topicWords: Readonly<Record<Topic, string>> = {
  balance: `balance balence ballance balanse bal saldo sisa_saldo balans bakiye bakiyem баланс الرصيد رصيد رصيدي बैलेंस ब्यालेन्स ব্যালেন্স ব্যালান্স بیلنس guthaben solde
    account_balance balance_account`,
  account: `account acount accounts my_info myinfo my_username my_profile profile akun profil perfil cuenta conta hesap hesabim аккаунт профиль حساب حسابي الحساب अकाउंट खाता
    অ্যাকাউন্ট একাউন্ট اکاؤنٹ account_details account_info my_details`,
  payment: `payment payments verify transaction txn trx tx txid utr bayar pembayaran pago pagamento odeme ödeme платеж платёж оплата دفع الدفع دفعة पेमेंट भुक्तानी পেমেন্ট ادائیگی
    verify_payment payment_verify deposit transaction_id payment_id payment_status txn_id check_payment bhuktani pay_id binance_pay_id`,
  link: `link url tautan enlace baglanti bağlantı ссылка ссылку رابط الرابط लिंक লিংক لنک new_link change_link update_link link_change link_update`,
  ticket: `ticket tickets tiket cektiket тикет تذكرة टिकट টিকেট ٹکٹ support_ticket`,
  help: `help bantuan ayuda ajuda yardim yardım помощь помогите مساعدة मदद सहयोग সাহায্য مدد madad help_me`
}
