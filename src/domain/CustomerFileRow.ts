import { Result } from "effect"
import { readTelegramId, readWhatsApp } from "./AddressInput.ts"
import type { ContactAddress } from "./Customer.ts"
import {
  emailProblem,
  languageProblem,
  memoProblem,
  userIdProblem,
  usernameProblem
} from "./CustomerWords.ts"
import type { PanelId } from "./Ids.ts"

/** The columns of a customer list, as they are exported; imported in any order and case. */
export const customerColumns = [
  "username",
  "user_id",
  "email",
  "panel",
  "whatsapp",
  "telegram",
  "memo",
  "language"
] as const

/** One of `customerColumns`. */
export type CustomerColumn = (typeof customerColumns)[number]

/** A panel as files name it. */
export interface NamedPanel {
  readonly id: PanelId
  readonly name: string
}

/** A line of a list; null or blank = not given. */
export interface CustomerFileRow {
  readonly line: number
  readonly username: string
  readonly userId: string | null
  readonly email: string | null
  readonly panelId: PanelId | null
  readonly memo: string
  readonly language: string | null
  readonly contacts: ReadonlyArray<ContactAddress>
}

/** Reads one line; the failure names its first problem and what to change. */
export const readCustomerRow = (
  line: number,
  cell: (column: CustomerColumn) => string,
  panels: ReadonlyArray<NamedPanel>
): Result.Result<CustomerFileRow, string> => {
  const [username, userId, email, memo, language] = [
    cell("username"),
    cell("user_id"),
    cell("email"),
    cell("memo"),
    cell("language")
  ]
  const checks: ReadonlyArray<readonly [CustomerColumn, string | null]> = [
    ["username", usernameProblem(username)],
    ["user_id", userId === "" ? null : userIdProblem(userId)],
    ["email", email === "" ? null : emailProblem(email)],
    ["language", language === "" ? null : languageProblem(language)],
    ["memo", memoProblem(memo)]
  ]
  for (const [column, problem] of checks) {
    if (problem !== null) return Result.fail(`${column}: ${problem}`)
  }
  const panel = cell("panel")
  const found = panels.find(({ name }) => name.trim().toLowerCase() === panel.toLowerCase())
  if (panel !== "" && found === undefined) {
    const names = panels.map(({ name }) => name).join(", ")
    return Result.fail(
      `There is no panel "${panel.slice(0, 40)}". ${names === "" ? "Add it first, or leave the cell blank." : `Yours are: ${names}.`}`
    )
  }
  const contacts: Array<ContactAddress> = []
  for (const read of [
    ...split(cell("telegram")).map(readTelegramId),
    ...numbersIn(cell("whatsapp")).map(readWhatsApp)
  ]) {
    if (Result.isFailure(read)) return Result.fail(read.failure)
    const isNew = !contacts.some((one) => addressKey(one) === addressKey(read.success))
    if (isNew) contacts.push(read.success)
  }
  return Result.succeed({
    line,
    username,
    userId: filled(userId),
    email: filled(email.toLowerCase()),
    panelId: found?.id ?? null,
    memo,
    language: filled(language),
    contacts
  })
}

/** One text for one address. */
export const addressKey = ({ lid, pn, telegramId }: ContactAddress): string =>
  pn ?? lid ?? `telegram ${telegramId}`

const filled = (text: string): string | null => (text === "" ? null : text)

const split = (text: string): ReadonlyArray<string> => text.split(/[\s;,]+/).filter((part) => part !== "")

/** Numbers are parted by `;` or spaces; a number may have spaces itself, as in "+977 980 000 0100". */
const numbersIn = (text: string): ReadonlyArray<string> =>
  text
    .split(/[;,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .flatMap((part) => {
      const pieces = part.split(/\s+/)
      return pieces.every((piece) => Result.isSuccess(readWhatsApp(piece))) ||
        pieces.every((piece) => piece.startsWith("+"))
        ? pieces
        : [part]
    })
