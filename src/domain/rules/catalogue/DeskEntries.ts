import { entriesOf, type RuleEntry, whole } from "./RuleEntry.ts"

const chat = entriesOf("Chats")

/** When the bot answers again where a person has answered (LD-02). */
export const deskEntries: ReadonlyArray<RuleEntry> = [
  chat(
    "phoneMinutes",
    [
      "Silent after your phone",
      "A reply typed on your own phone keeps the bot silent in that chat for this time."
    ],
    whole("minutes", 1, 10_080)
  ),
  chat(
    "handBackMinutes",
    [
      "Hand back by itself",
      "After staff's last reply the bot answers again in so many minutes; 0 = only by hand."
    ],
    whole("minutes", 0, 10_080)
  )
]
