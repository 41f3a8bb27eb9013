import { Result } from "effect"
import type { ContactAddress } from "./Customer.ts"

/** A WhatsApp number with its country code has 7 to 15 digits (ITU-T E.164). */
const numberShape = /^[1-9]\d{6,14}$/
const lidShape = /^\d{5,20}@lid$/

/** A WhatsApp number as people write it: `+977 980-0000100`, `00977…`, or a LID; the problem says what to change. */
export const readWhatsApp = (text: string): Result.Result<ContactAddress, string> => {
  const plain = text.normalize("NFKC").trim()
  if (lidShape.test(plain)) return Result.succeed({ lid: plain, pn: null, telegramId: null })
  if (/^\d+(?:[.,]\d+)?e\+?\d+$/i.test(plain)) {
    return Result.fail(
      `"${cut(plain)}" was shortened by a spreadsheet. Format the column as text and enter the whole number.`
    )
  }
  const digits = plain
    .replace(/@(?:s\.whatsapp\.net|c\.us)$/, "")
    .replaceAll(/[\s().\-\u2010-\u2015\u200e\u200f\u202a-\u202e]/g, "")
    .replace(/^(?:\+|00)/, "")
  if (numberShape.test(digits)) {
    return Result.succeed({ lid: null, pn: `${digits}@s.whatsapp.net`, telegramId: null })
  }
  return Result.fail(
    /^0\d{5,}$/.test(digits)
      ? `"${cut(plain)}" has no country code. Write it with the country code, for example +9779800000100.`
      : `"${cut(plain)}" is no WhatsApp number. Write 7 to 15 digits with the country code, for example +9779800000100.`
  )
}

/** A Telegram account's numeric id. */
export const readTelegramId = (text: string): Result.Result<ContactAddress, string> => {
  const id = text.normalize("NFKC").trim()
  return /^[1-9]\d{2,19}$/.test(id)
    ? Result.succeed({ lid: null, pn: null, telegramId: id })
    : Result.fail(
        `"${cut(id)}" is no Telegram id. Use the account's number, such as 123456789, not its @name.`
      )
}

const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
