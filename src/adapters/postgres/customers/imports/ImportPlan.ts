import type { ContactAddress } from "../../../../domain/Customer.ts"
import { addressKey } from "../../../../domain/CustomerFileRow.ts"
import type { ContactId, CustomerId } from "../../../../domain/Ids.ts"
import type { ImportedCustomer, ImportResult } from "../../../../ports/Customers.ts"
import { plainAddress } from "../CustomerChecks.ts"
import { difference } from "../AuditRows.ts"

/** What a line may set; blank cells leave an existing customer as he is. */
export type ImportedFields = Pick<ImportedCustomer, "userId" | "email" | "panelId" | "memo" | "language">

/** A customer that a line means. */
export interface KnownCustomer extends ImportedFields {
  readonly id: CustomerId
  readonly username: string
}

/** A contact with those it belongs to. */
export interface KnownContact {
  readonly id: ContactId
  readonly holders: ReadonlyArray<{ readonly id: CustomerId; readonly username: string }>
}

/** What is stored of what a list names: customers by line, contacts by `addressKey`. */
export interface Known {
  readonly customers: ReadonlyMap<number, KnownCustomer>
  readonly contacts: ReadonlyMap<string, KnownContact>
}

/** A line that changes something. `before` null = a new customer; `numbers` are those he does not have yet. */
export interface PlannedLine {
  readonly id: CustomerId
  readonly username: string
  readonly fields: ImportedFields
  readonly before: KnownCustomer | null
  readonly numbers: ReadonlyArray<ContactAddress>
}

/** What an import comes to. */
export interface ImportPlan {
  readonly lines: ReadonlyArray<PlannedLine>
  readonly result: ImportResult
}

/** Decides line by line, in the order of the list; no line with a problem changes anything. */
export const planImport = (
  rows: ReadonlyArray<ImportedCustomer>,
  known: Known,
  mayHaveSeveral: boolean,
  newId: () => CustomerId
): ImportPlan => {
  const lines: Array<PlannedLine> = []
  const problems: Array<{ line: number; text: string }> = []
  const lineOfName = new Map<string, number>()
  const lineOfAddress = new Map<string, number>()
  let unchanged = 0

  for (const row of rows) {
    const before = known.customers.get(row.line) ?? null
    const problem = problemOf(row, before)
    if (problem !== null) {
      problems.push({ line: row.line, text: problem })
      continue
    }
    lineOfName.set(row.username.toLowerCase(), row.line)
    for (const address of row.contacts) lineOfAddress.set(addressKey(address), row.line)
    const fields = before === null ? fieldsOf(row) : filledIn(before, row)
    const numbers = row.contacts.filter((address) => !holdersOf(address).some(({ id }) => id === before?.id))
    if (before !== null && numbers.length === 0 && difference(fieldsOf(before), { ...fields }) === null) {
      unchanged += 1
    } else {
      lines.push({
        id: before?.id ?? newId(),
        username: before?.username ?? row.username,
        fields,
        before,
        numbers
      })
    }
  }
  const added = lines.filter(({ before }) => before === null).length
  return { lines, result: { added, changed: lines.length - added, unchanged, problems } }

  function holdersOf(address: ContactAddress) {
    return known.contacts.get(addressKey(address))?.holders ?? []
  }

  function problemOf(row: ImportedCustomer, before: KnownCustomer | null): string | null {
    const earlier = lineOfName.get(row.username.toLowerCase())
    if (earlier !== undefined)
      return `${row.username} is in line ${earlier} already. Keep one of the two lines.`
    if (mayHaveSeveral) return null
    for (const address of row.contacts) {
      const holder = holdersOf(address).find(({ id }) => id !== before?.id)
      if (holder !== undefined) {
        return `${plainAddress(address)} belongs to ${holder.username}. Take it from that customer first, or remove it from this line.`
      }
      const other = lineOfAddress.get(addressKey(address))
      if (other !== undefined) {
        return `${plainAddress(address)} is in line ${other} already. A number belongs to one customer: remove it from one of the lines.`
      }
    }
    return null
  }
}

/** The imported fields alone. */
export const fieldsOf = ({ email, language, memo, panelId, userId }: ImportedFields): ImportedFields => ({
  userId,
  email,
  panelId,
  memo,
  language
})

const filledIn = (before: KnownCustomer, row: ImportedCustomer): ImportedFields => ({
  userId: row.userId ?? before.userId,
  email: row.email ?? before.email,
  panelId: row.panelId ?? before.panelId,
  memo: row.memo === "" ? before.memo : row.memo,
  language: row.language ?? before.language
})
