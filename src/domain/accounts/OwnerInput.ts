import { Result } from "effect"
import { readWhatsApp } from "../AddressInput.ts"

/** An e-mail address in the form in which it is kept; the problem says what to change. */
export const readEmail = (text: string): Result.Result<string, string> => {
  const address = text.normalize("NFKC").trim()
  return /^[^\s<>()[\]\\",;:@\p{C}]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,180}[a-z0-9])?\.[a-z]{2,24}$/iu.test(
    address
  )
    ? Result.succeed(address)
    : Result.fail("Write an e-mail address such as you@example.com.")
}

/** The digits of a WhatsApp number with its country code; a LID is nobody's to type here. */
export const readOwnNumber = (text: string): Result.Result<string, string> =>
  Result.flatMap(readWhatsApp(text), ({ pn }) =>
    pn === null
      ? Result.fail("Write your WhatsApp number with the country code, for example +9779800000100.")
      : Result.succeed(pn.split("@", 1)[0] ?? "")
  )

/** A Telegram username without its @ and without t.me in front. */
export const readTelegramName = (text: string): Result.Result<string, string> => {
  const name = text
    .normalize("NFKC")
    .trim()
    .replace(/^(?:https?:\/\/)?t\.me\//i, "")
    .replace(/^@/, "")
  return /^[a-z]\w{3,31}$/i.test(name)
    ? Result.succeed(name)
    : Result.fail("A Telegram username has 4 to 32 letters, digits or _, for example @your_name.")
}

/** The zone when the world knows it, else UTC. */
export const readTimeZone = (text: string | undefined): string => {
  if (text === undefined || !/^[\w+\-/]{1,60}$/.test(text)) return "UTC"
  try {
    // The name as it was given: engines still answer some zones by their former names.
    return Intl.DateTimeFormat("en", { timeZone: text }) && text
  } catch {
    return "UTC"
  }
}
