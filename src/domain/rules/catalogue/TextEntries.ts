import { entriesOf, hours, tick, whole } from "./RuleEntry.ts"
import type { RuleEntry } from "./RuleEntry.ts"

const text = entriesOf("Texts")

/** What customers read and write (WF-01, WF-03), and when answers are given. */
export const textEntries: ReadonlyArray<RuleEntry> = [
  text("supportNumber", ["Support number", "Stands for {support_number} in your texts."], {
    kind: "text",
    longest: 100
  }),
  text(
    "isWrongCommandAnswered",
    [
      "Answer what was not understood",
      "In direct chats a command that cannot be read is answered with an example."
    ],
    tick
  ),
  text("language", ["Language of your texts", "Customers without a language of their own get these texts."], {
    kind: "text",
    longest: 20
  }),
  text("templates", ["Your texts", "Texts of your own in place of the usual ones."], {
    kind: "other",
    page: "templates"
  }),
  text("templatesByLanguage", ["Texts in other languages", "The same for customers of another language."], {
    kind: "other",
    page: "templates"
  }),
  text("aliases", ["Your words for commands", "Words and phrases that your customers use for a command."], {
    kind: "other",
    page: "aliases"
  }),
  text("customCommands", ["Your own commands", "Words that are answered with a text of yours."], {
    kind: "other",
    page: "aliases"
  }),
  text(
    "confirmationWaitMillis",
    [
      "Wait for the confirmation",
      "An answer waits so long for the panel or the provider before it says recorded in place of added."
    ],
    whole("milliseconds", 0, 10_000)
  ),
  text(
    "maxMessageAgeHours",
    [
      "Oldest message that is answered",
      "Messages that arrive later than this are kept, and nothing is done."
    ],
    hours(8760)
  )
]
