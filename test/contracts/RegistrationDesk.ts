import { Effect } from "effect"
import type { ContactId, ConversationId, RegistrationId, TenantId } from "../../src/domain/Ids.ts"
import { type NewRegistration, Registrations } from "../../src/ports/Registrations.ts"
import { stranger } from "./People.ts"
import type { SmallTenant, TestStorage } from "./TestStorage.ts"

/** When everything begins, unix milliseconds. */
export const start = Date.UTC(2026, 0, 1)

/** What askers are told. */
export const notices = { linked: "It is yours now.", taken: "Somebody else has it." }

interface Asker {
  readonly contactId: ContactId
  readonly conversationId: ConversationId
}

/** Strangers who ask to be somebody, and what an owner does with them. */
export const registrationDesk = (storage: TestStorage, tenant: SmallTenant) => {
  let lastNumber = 9_779_800_000_000
  let lastName = 0
  const aNumber = () => String(++lastNumber)
  const someone = async (digits = aNumber()): Promise<Asker> => await storage.run(stranger(tenant, digits))
  const aName = () => `user${++lastName}`
  const use = <A, E>(asked: (service: Registrations["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Registrations, asked))
  const claim = (username: string) => ({ panelId: tenant.panelId, username, userId: "12", email: null })
  const begin = (
    asker: Asker,
    username: string,
    more: Partial<NewRegistration> = {},
    of: TenantId = tenant.tenantId
  ) =>
    use((r) =>
      r.begin(of, {
        ...asker,
        claim: claim(username),
        proof: "approval",
        now: start,
        expiresAt: null,
        ...more
      })
    )
  const approve = (id: RegistrationId, of: TenantId = tenant.tenantId, mayHaveSeveral = false) =>
    use((r) => r.approve(of, id, { mayHaveSeveral, by: "sita", notices, now: start + 5_000 }))
  const link = (asker: Asker, username: string, mayHaveSeveral = false) =>
    use((r) => r.link(tenant.tenantId, asker.contactId, claim(username), mayHaveSeveral, start))
  const noticesIn = ({ conversationId }: Asker) =>
    storage.query<{ text: string; stage: string; author: string; network_id: string }>(
      "select text, stage, author, network_id from message where conversation_id = $1 and direction = 'out'",
      [conversationId]
    )

  return { aNumber, someone, aName, use, claim, begin, approve, link, noticesIn }
}
