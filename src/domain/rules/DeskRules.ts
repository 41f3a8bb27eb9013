import { wholeNumber, withDefault } from "./withDefault.ts"

/** When the bot answers a chat again that a person has taken over (LD-02). */
export const deskRules = {
  /** Minutes after the last reply that was typed on the owner's own phone. */
  phoneMinutes: withDefault(wholeNumber(1, 10_080), 30),
  /** Minutes after staff's last reply; 0 = when they say so. */
  handBackMinutes: withDefault(wholeNumber(0, 10_080), 0)
}
