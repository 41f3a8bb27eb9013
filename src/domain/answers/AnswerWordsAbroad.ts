import type { AnswerPhrases } from "./AnswerWords.ts"

/** Spanish. */
export const spanish: AnswerPhrases = {
  done: "hecho|listo|lista|listos|resuelto|solucionado|procesado|ya está|ya quedó",
  completed: "completado|completada|completados|terminado|finalizado",
  cancelled: "cancelado|cancelada|cancelados|canceladas|anulado|reembolsado|reembolsada|devuelto",
  refilled: "rellenado|recargado|repuesto|reposición hecha|recarga hecha|refill hecho",
  hurried: "acelerado|acelerada|acelerados",
  ended: "ya completado|ya está completado|ya terminado",
  partial: "parcial|parcialmente",
  rejected: "rechazado|rechazada|rechazados|denegado|negado|no procede|sin caída",
  cannot:
    "no se puede|no se pueden|no puedo|no podemos|no es posible|no se pudo|imposible|no hay refill|sin refill|no permite",
  progress:
    "en proceso|en progreso|procesando|revisando|trabajando|pendiente|todavía|aún|aun|espere|espera|en cola|cancelando",
  pending: "aún no|todavía no",
  later: "pronto|mañana|luego|más tarde|en breve|vamos a|será|serán",
  noted: "vale|de acuerdo|entendido|recibido",
  not: "no|nunca|ninguno|ninguna|sin|tampoco",
  if: "si|cuando|quizás|tal vez",
  calm: "se ha|ya se|se le ha",
  cancel: "cancelar|cancelación|reembolso",
  refill: "recarga|reposición",
  speedup: "acelerar"
}

/** Portuguese. */
export const portuguese: AnswerPhrases = {
  done: "feito|feita|feitos|prontinho|resolvido|processado",
  completed: "concluído|concluída|concluídos|finalizado|completo",
  cancelled: "cancelamento feito|estornado|estornada|reembolsados|devolvido",
  refilled: "reposto|reposta|reposição feita|reabastecido|refil feito",
  hurried: "aceleramos",
  ended: "já concluído|já está concluído|já finalizado",
  rejected: "rejeitado|rejeitada|recusado|recusada|negada",
  cannot:
    "não é possível|não pode|não podemos|não posso|não dá|impossível|sem reposição|não foi possível|não tem reposição",
  progress: "em andamento|em processo|processando|verificando|aguarde|aguardando|ainda|estamos vendo",
  pending: "ainda não",
  later: "em breve|amanhã|mais tarde|logo|será feito|vamos fazer|vou fazer",
  noted: "certo|beleza|entendi|recebido|blz",
  not: "não|nao|nenhum|nem|sem",
  if: "se|quando|talvez",
  cancel: "cancelamento|estorno"
}

/** French. */
export const french: AnswerPhrases = {
  done: "fait|c'est fait|faits|c'est bon|réglé|traité|traitée",
  completed: "terminé|terminée|complété|fini",
  cancelled: "annulé|annulée|annulés|annulées|remboursé|remboursée|remboursés",
  refilled: "rechargé|refill fait|recharge faite|réapprovisionné",
  hurried: "accéléré|accélérée|relancé",
  ended: "déjà terminé|déjà terminée|déjà livré",
  partial: "partiel|partiellement",
  rejected: "refusé|refusée|refusés|rejeté|rejetée",
  cannot:
    "pas possible|impossible|ne peut pas|peut pas|peux pas|pouvons pas|on ne peut pas|pas de refill|pas éligible",
  progress: "en cours|en traitement|en attente|encore|on vérifie|patientez|attendez|je regarde",
  pending: "pas encore",
  later: "bientôt|demain|tout à l'heure|plus tard|sera|seront|on va",
  noted: "d'accord|reçu|bien noté|entendu",
  not: "pas|ne|non|aucun|jamais|sans|n'est|n'a",
  if: "si|quand|peut être",
  cancel: "annuler|annulation|remboursement",
  speedup: "accélérer"
}

/** German. */
export const german: AnswerPhrases = {
  done: "erledigt|fertig|gemacht|ist durch|behoben|bearbeitet|ausgeführt",
  completed: "abgeschlossen|beendet",
  cancelled: "storniert|abgebrochen|erstattet|rückerstattet|gecancelt|gecancelled",
  refilled: "aufgefüllt|nachgefüllt|refill gemacht",
  hurried: "beschleunigt",
  ended: "schon abgeschlossen|bereits abgeschlossen|schon fertig geliefert",
  partial: "teilweise|zum teil",
  rejected: "abgelehnt|zurückgewiesen|verweigert",
  cannot: "nicht möglich|geht nicht|kann nicht|können nicht|unmöglich|kein refill|nicht mehr möglich",
  progress: "in bearbeitung|in arbeit|noch|wird geprüft|prüfe|warten|läuft noch|wird bearbeitet",
  pending: "noch nicht",
  later: "bald|morgen|später|wird|werden|gleich",
  noted: "alles klar|verstanden|notiert",
  not: "nicht|kein|keine|nie|ohne|nein",
  if: "wenn|falls|vielleicht",
  cancel: "stornieren|stornierung",
  speedup: "beschleunigen"
}

/** Turkish; the negation is part of the word, so the forms are written out. */
export const turkish: AnswerPhrases = {
  done: "yapıldı|halledildi|hallettik|oldu|bitti|işlem tamam|işlendi",
  completed: "tamamlandı|tamamlanmış|bitirildi",
  cancelled: "iptal edildi|iptal ettik|iptal oldu|iade edildi|iade yapıldı|iade ettik",
  refilled: "telafi edildi|telafi yapıldı|telafi ettik|telafi verildi|dolduruldu",
  hurried: "hızlandırıldı|hızlandırdık|hızlandırma yapıldı",
  ended: "zaten tamamlandı|zaten tamamlanmış|zaten bitti",
  partial: "kısmi|kısmen",
  rejected: "reddedildi|red|geçersiz|düşüş yok",
  cannot:
    "olmaz|mümkün değil|iptal edilemez|iptal edilemiyor|iptal edemiyoruz|telafi edilemez|telafisi yok|telafi yok|yapılamaz|yapılamıyor|yapamıyoruz|olmuyor|edilemiyor|edilemez|edilemedi|yapılamadı|imkansız",
  progress:
    "işlemde|işleniyor|bekleyin|bekle|beklemede|kontrol ediyoruz|kontrol ediliyor|bakıyoruz|bakıyorum|yapılıyor|sırada|daha|devam ediyor|iletildi|ilettik",
  pending: "henüz",
  later: "birazdan|yarın|yakında|yapılacak|edilecek|olacak|yapacağız|sonra",
  noted: "tamam|tamamdır|anlaşıldı|peki|alındı",
  not: "değil|yok|hayır|olmadı|yapılmadı|edilmedi|tamamlanmadı|bitmedi|iptal edilmedi|telafi edilmedi|hızlandırılmadı|dolmadı|işlenmedi|halledilmedi",
  ask: "mı|mi|oldu mu|yapıldı mı|neden|niye",
  if: "eğer|olursa|belki",
  cancel: "iptal|iade",
  refill: "telafi",
  speedup: "hızlandır|hızlandırma"
}

/** Russian and Ukrainian. */
export const russian: AnswerPhrases = {
  done: "готово|сделано|сделали|сделал|выполнено|решено|обработано|исполнено|виконано|зроблено",
  completed: "завершено|завершён|завершен|выполнен|закончено",
  cancelled:
    "отменено|отменен|отменён|отменена|отменены|отменили|отмена сделана|возвращено|возврат сделан|вернули|рефанд сделан|скасовано",
  refilled: "восстановлено|докручено|докрутили|долили|рефилл сделан|восстановили|пополнено",
  hurried: "ускорено|ускорили|ускорен",
  ended: "уже выполнен|уже завершен|уже завершён|уже выполнено",
  partial: "частично|часть",
  rejected:
    "отклонено|отклонен|отклонён|отказано|отказ|отказали|неверный id|не найден|не найдено|списаний нет",
  cannot:
    "нельзя|невозможно|не можем|не могу|не получится|не получилось|не выйдет|без гарантии|нет гарантии|не подлежит|не возможно|неможливо",
  progress:
    "в процессе|в работе|в обработке|обрабатывается|проверяем|проверяю|ждите|ожидайте|подождите|ещё|еще|пока|запущено|запустили|передали|в очереди",
  pending: "пока не|ещё не|еще не",
  later: "скоро|завтра|позже|будет|сделаем|отменим|сегодня|через",
  noted: "ок|хорошо|принято|принял|понял|поняли|добро",
  not: "не|нет|ни|без|ні",
  ask: "готово ли|сделано ли|ли|почему|зачем|какой|какие",
  if: "если|когда|может|возможно|наверное",
  cancel: "отмена|отменить|возврат|рефанд",
  refill: "рефилл|докрутка|восстановление",
  speedup: "ускорить|ускорение"
}

/** Arabic. */
export const arabic: AnswerPhrases = {
  done: "تمام تم|خلاص|جاهز|انتهى|تم التنفيذ|تمت المعالجة|تم الحل",
  brief: "تم|تمت",
  completed: "مكتمل|اكتمل|اكتملت|تم الاكتمال|مكتملة",
  cancelled:
    "تم الالغاء|تم الإلغاء|ملغي|ملغى|الغيت|تم الغاء|تم إلغاء|تم الاسترجاع|تم استرجاع|تم الاسترداد|تم رد المبلغ",
  refilled: "تم التعويض|تم تعويض|عوضت|تمت التعبئة|تم إعادة التعبئة",
  hurried: "تم التسريع|تم تسريع",
  ended: "مكتمل بالفعل|الطلب مكتمل",
  partial: "جزئي|جزئيا",
  rejected: "مرفوض|تم الرفض|رفض|تم رفض|مرفوضة|لا يوجد نقص",
  cannot: "لا يمكن|غير ممكن|مستحيل|ما يمكن|لا نستطيع|ما نقدر|غير متاح|بدون تعويض|لا يوجد تعويض|مو ممكن",
  progress:
    "قيد التنفيذ|قيد المعالجة|جاري|جار|قيد الانتظار|انتظر|انتظروا|لسه|ما زال|نعمل|نراجع|تحت المراجعة|يتم|تم ارسال|تم الارسال|تم الإرسال|تم إرسال|تم تحويل|تم التحويل|تم ابلاغ|تم الابلاغ|تم استلام|تم الاستلام|تم طلب",
  later: "قريبا|بكرا|غدا|بعد قليل|لاحقا|سيتم|سوف|راح",
  noted: "حسنا|طيب|اوكي|تمام|علم",
  not: "لا|لم|لن|غير|ليس|ما|مش|مو|بدون|لم يتم|ما تم",
  ask: "هل|لماذا|متى|ليش",
  if: "اذا|إذا|لو|ربما|ممكن",
  cancel: "الغاء|إلغاء|الالغاء|الإلغاء",
  refill: "تعويض|التعويض",
  speedup: "تسريع|التسريع"
}
