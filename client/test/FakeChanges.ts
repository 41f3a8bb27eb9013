import type { Rules } from "../../src/domain/Rules.ts"

/** A tenant who has changed a lot. */
export const changes: Partial<Rules> = {
  cooldownHours: 6,
  templates: { "cancel.added": "Ok {order_id}. {usernam}", "cancel.added.pending": "Soon: {order_id}" },
  templatesByLanguage: { bn: { help: "Sahajjo" } },
  guaranteeRules: [{ kind: "word", pattern: "warranty", gives: { days: 60 } }],
  guaranteeDaysByService: { "3312": 30 },
  isAbuseSuspended: true,
  abuseWords: ["scammer"],
  registration: "trust",
  aliases: { storno: "cancel", pls: "refill" },
  customCommands: [{ name: "Rates", words: ["rates"], reply: "See {link}" }]
}
