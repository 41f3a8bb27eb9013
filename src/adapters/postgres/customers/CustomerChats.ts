import { Effect, Option } from "effect"
import type { ContactAddress } from "../../../domain/Customer.ts"
import type { ChannelId, ContactId, ConversationId, TenantId } from "../../../domain/Ids.ts"
import { type AdminChat, CustomerConflict, type Customers } from "../../../ports/Customers.ts"
import { TenantSql } from "../Database.ts"
import { namedId } from "../NewId.ts"
import { auditWriter, difference } from "./AuditRows.ts"
import { Changes } from "./Changes.ts"
import { chatNews, noNews } from "./ChatNews.ts"
import { contactFinder, shownAddress } from "./Contacts.ts"
import { customerChecks } from "./CustomerChecks.ts"
import { forumSilence } from "./ForumSilence.ts"

type ChatSettings = Parameters<Customers["Service"]["setChat"]>[2]

interface ChatRow extends Required<ChatSettings> {
  readonly kind: "direct" | "group"
  readonly title: string
  readonly channelId: ChannelId
  readonly chatId: string
  readonly chatPn: string | null
}

/** What chats are for (CU-01, CU-03, OR-10), and who is trusted in them (CU-10). */
export const customerChats = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql
  const changes = yield* Changes
  const audit = auditWriter(sql)
  const chats = chatNews(sql)
  const silence = forumSilence(sql)
  const checks = customerChecks(sql)
  const find = contactFinder(sql)

  const check = Effect.fnUntraced(function* (
    chat: ChatRow,
    { customerId, isProvider, isSupport, panelId }: ChatSettings
  ) {
    if (isProvider === true && (chat.isSupport || chat.customerId !== null)) {
      return yield* new CustomerConflict({
        reason: "CustomersChat",
        safeText: chat.isSupport
          ? "Customers are served in this group. Switch its customer support off first."
          : "This group belongs to a customer. Take it off the customer first."
      })
    }
    if (chat.kind === "direct" && ((customerId ?? null) !== null || isSupport === true)) {
      return yield* new CustomerConflict({
        reason: "NotAGroup",
        safeText:
          "Only a group can belong to a customer or be a support group. Add the number to the customer instead."
      })
    }
    yield* checks.panel(panelId)
    if ((customerId ?? null) === null && isSupport !== true) return
    if (chat.isProvider && isProvider !== false) {
      return yield* new CustomerConflict({
        reason: "ProvidersChat",
        safeText: "This is a provider's group: customers are not served there. Switch that off first."
      })
    }
    const routes = yield* sql`
      select 1 from route where channel_id = ${chat.channelId} and chat_id in (${chat.chatId}, ${chat.chatPn}) limit 1`
    if (routes.length > 0) {
      return yield* new CustomerConflict({
        reason: "ProvidersChat",
        safeText:
          "Requests for a provider go to this group: customers must not read them. Remove its routes first."
      })
    }
  })

  const set = Effect.fnUntraced(function* (
    tenantId: TenantId,
    id: ConversationId,
    settings: ChatSettings,
    by: string
  ) {
    // The customer before the chat, as everybody locks them.
    const customerId = settings.customerId ?? null
    const customers =
      customerId === null ? [] : yield* sql`select 1 from customer where id = ${customerId} for key share`
    const [chat] = yield* sql<ChatRow>`
      select kind, coalesce(title, split_part(chat_id, '@', 1)) as title, channel_id as "channelId",
        chat_id as "chatId", chat_pn as "chatPn", customer_id as "customerId",
        panel_id as "panelId", is_support as "isSupport", is_silent as "isSilent", is_provider as "isProvider",
        is_marketing as "isMarketing"
      from conversation where id = ${id} for update`
    if (chat === undefined) return { isDone: false, news: noNews }
    yield* check(chat, settings)
    if (customerId !== null && customers.length === 0) {
      return yield* new CustomerConflict({
        reason: "UnknownCustomer",
        safeText: "There is no such customer. Choose one of yours."
      })
    }
    const { kind: _, title, channelId: __, chatId: ___, chatPn: ____, ...before } = chat
    const after = { ...before, ...settings }
    const what = difference(before, after)
    if (what === null) return { isDone: true, news: noNews }
    yield* sql`
      update conversation set customer_id = ${after.customerId}, panel_id = ${after.panelId}, is_support = ${after.isSupport},
        is_silent = ${after.isSilent}, is_provider = ${after.isProvider}, is_marketing = ${after.isMarketing}
      where id = ${id}`
    const switched =
      after.isSilent === before.isSilent
        ? { ids: [id], events: [] }
        : yield* silence(tenantId, { id, ...chat, isSilent: after.isSilent }, by)
    yield* audit(tenantId, {
      actor: by,
      action: "conversation.changed",
      subjectKind: "conversation",
      subjectId: id,
      subject: title,
      ...what
    })
    const events = [...switched.events, ...(yield* chats.refresh(switched.ids))]
    return { isDone: true, news: { events, channelId: null } }
  })

  const chatAt = Effect.fnUntraced(function* (tenantId: TenantId, channelId: ChannelId, chatId: string) {
    const known = sql<{ id: ConversationId }>`
      select id from conversation where channel_id = ${channelId} and (chat_id = ${chatId} or chat_pn = ${chatId})
      order by chat_id <> ${chatId}, last_at desc limit 1`
    const [found] = yield* known
    if (found !== undefined) return Option.some(found.id)
    yield* sql`
      insert into conversation (id, tenant_id, channel_id, chat_id, kind, title, last_at)
      select ${namedId(channelId, chatId)}, ${tenantId}, k.channel_id, k.chat_id, k.kind, k.title, c.created_at
      from known_chat k join channel c on c.id = k.channel_id
      where k.channel_id = ${channelId} and k.chat_id = ${chatId} on conflict do nothing`
    return Option.map(Option.fromUndefinedOr((yield* known)[0]), ({ id }) => id)
  })

  const adminChat = sql`
    ct.id as "contactId", ct.trusted_as as label, ${shownAddress(sql)} as address, ct.name, ct.gets_notices as "getsNotices"`

  const trustIn = Effect.fnUntraced(function* (
    tenantId: TenantId,
    address: ContactAddress,
    { getsNotices, label }: { readonly label: string; readonly getsNotices: boolean },
    by: string
  ) {
    const id = yield* find(tenantId, address)
    const [before] = yield* sql<{ label: string | null; getsNotices: boolean }>`
      select trusted_as as label, gets_notices as "getsNotices" from contact where id = ${id}`
    const [after] = yield* sql<AdminChat>`
      update contact ct set trusted_as = ${label}, gets_notices = ${getsNotices} where ct.id = ${id} returning ${adminChat}`
    const what = difference(before!, { label, getsNotices })
    if (what !== null) {
      yield* audit(tenantId, {
        actor: by,
        action: before!.label === null ? "contact.trusted" : "contact.changed",
        subjectKind: "contact",
        subjectId: id,
        subject: after!.address,
        ...what
      })
    }
    return { chat: after!, news: noNews }
  })

  const distrustIn = Effect.fnUntraced(function* (tenantId: TenantId, id: ContactId, by: string) {
    const [before] = yield* sql<AdminChat>`
      select ${adminChat} from contact ct where ct.id = ${id} and ct.trusted_as is not null for update`
    if (before === undefined) return false
    yield* sql`update contact set trusted_as = null, gets_notices = false where id = ${id}`
    yield* audit(tenantId, {
      actor: by,
      action: "contact.distrusted",
      subjectKind: "contact",
      subjectId: id,
      subject: before.address,
      before: { label: before.label, getsNotices: before.getsNotices }
    })
    return true
  })

  return {
    chatAt: Effect.fn("Customers.chatAt")(function* (
      tenantId: TenantId,
      channelId: ChannelId,
      chatId: string
    ) {
      return yield* within(tenantId, chatAt(tenantId, channelId, chatId)).pipe(Effect.orDie)
    }),
    setChat: Effect.fn("Customers.setChat")(function* (
      tenantId: TenantId,
      id: ConversationId,
      settings: ChatSettings,
      by: string
    ) {
      return (yield* changes.make(tenantId, set(tenantId, id, settings, by))).isDone
    }),
    adminChats: Effect.fn("Customers.adminChats")(function* (tenantId: TenantId) {
      return yield* within(
        tenantId,
        sql<AdminChat>`
          select ${adminChat} from contact ct where ct.trusted_as is not null order by lower(ct.trusted_as), ct.id`
      ).pipe(Effect.orDie)
    }),
    trust: Effect.fn("Customers.trust")(function* (
      tenantId: TenantId,
      address: ContactAddress,
      settings: { readonly label: string; readonly getsNotices: boolean },
      by: string
    ) {
      return (yield* changes.make(tenantId, trustIn(tenantId, address, settings, by))).chat
    }),
    distrust: Effect.fn("Customers.distrust")(function* (
      tenantId: TenantId,
      contactId: ContactId,
      by: string
    ) {
      return yield* within(tenantId, distrustIn(tenantId, contactId, by)).pipe(Effect.orDie)
    })
  }
})
