// Words are separated by spaces.

/** Words that mean nothing to the parser but lie within reach of a misspelt command, so that they are never taken for one. */
export const ordinaryWords = `cancer cancers chancel canals camel panel funnel channel concealed concealing canela calcular congelar cautelar cancelado cancelada cancelados canceladas cancelando
  refile refiled refiles refiling refine refined refining rebill rebilled rebilling rebills refuel refueled refueling refuelled refuelling reviled reviling rebelled
  rebelling repelled repelling refitted refitting retelling refolding repeal reveal defund refound reminded remind rebounded resounded refusing
  refuting speeds speedy speeding states statue statues stature stratus statute statutes statuses detains derails retail detailed recargo recargos repeticion
  repeticao reembolsado reembolsada acelerador acelerando acelerados betulkan bagaikan bayarkan perempat hizlandi hizlandirdi iptaller
  تم_الغاء تم_تعويض تم_استرجاع تم_استرداد تم_تسريع cancelaron
  dont_ignore not_ignore dont_forget not_forget never_forget never_ignore تم_الالغاء تم_التعويض تم_الاسترجاع تم_الاسترداد تم_التسريع processing_status help_you help_him help_her help_them will_help can_i_help you_have`
