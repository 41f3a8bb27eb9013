import { listOf, partOf, shortOf } from "../webhooks/Loose.ts"

/** What one webhook tells of one number. */
export interface CloudValue {
  readonly phoneNumberId: string | null
  readonly messages: ReadonlyArray<unknown>
  readonly statuses: ReadonlyArray<unknown>
  /** Names by WhatsApp id. */
  readonly names: ReadonlyMap<string, string>
}

/** The messages and statuses in a webhook of Meta's, which may hold those of several numbers; other news are left out. */
export const valuesOf = (body: unknown): ReadonlyArray<CloudValue> => {
  if (shortOf(body, "object") !== "whatsapp_business_account") return []
  return listOf(body, "entry")
    .flatMap((entry) => listOf(entry, "changes"))
    .filter((change) => shortOf(change, "field") === "messages")
    .map((change) => {
      const value = partOf(change, "value")
      return {
        phoneNumberId: shortOf(value, "metadata", "phone_number_id"),
        messages: listOf(value, "messages"),
        statuses: listOf(value, "statuses"),
        names: new Map(
          listOf(value, "contacts").flatMap((contact) => {
            const id = shortOf(contact, "wa_id")
            const name = shortOf(contact, "profile", "name")
            return id === null || name === null ? [] : [[id, name] as const]
          })
        )
      }
    })
}
