import type { ActorView, ConversationNode, OrderNode, TenantTree } from "../../ports/Runtime.ts"
import type { ActorKind } from "../../ports/Residents.ts"
import type { LivingActor } from "./LivingActors.ts"

/** What one process said of the workspace. */
export interface Living {
  readonly runner: string
  readonly actors: ReadonlyArray<LivingActor>
}

/** The workspace's rows, newest chats first. */
export interface TreeRows {
  readonly channels: ReadonlyArray<Omit<TenantTree["channels"][number], "actor" | "conversations">>
  readonly conversations: ReadonlyArray<
    Omit<ConversationNode, "actor" | "orders"> & { readonly channelId: string }
  >
}

/** Puts rows and living actors together: tenant → channels → conversations → orders. */
export const growTree = (
  tenantId: string,
  rows: TreeRows,
  living: ReadonlyArray<Living>
): Pick<TenantTree, "actor" | "channels" | "orders"> => {
  const views = new Map<string, ActorView>()
  const orders: Array<OrderNode & { readonly askedBy: string | null }> = []
  for (const { runner, actors } of living) {
    for (const { kind, id, askedBy, ...numbers } of actors) {
      const key = `${kind} ${id}`
      const known = views.get(key)
      // Two processes tell of one that has just moved: the younger is the one that lives.
      if (known !== undefined && known.since > numbers.since) continue
      const view = { runner, ...numbers }
      views.set(key, view)
      if (kind !== "Order") continue
      const [, , orderId = ""] = id.split("/")
      const at = orders.findIndex((order) => order.id === id)
      orders.splice(at === -1 ? orders.length : at, at === -1 ? 0 : 1, { id, orderId, actor: view, askedBy })
    }
  }
  const actorOf = (kind: ActorKind, id: string) => views.get(`${kind} ${id}`) ?? null
  const shown = new Set<string>(rows.conversations.map(({ id }) => id))
  const byChat = Map.groupBy(orders, ({ askedBy }) => (askedBy !== null && shown.has(askedBy) ? askedBy : ""))
  const ordersOf = (chat: string) => (byChat.get(chat) ?? []).map(({ askedBy: _, ...order }) => order)
  const byChannel = Map.groupBy(rows.conversations, ({ channelId }) => channelId)
  return {
    actor: actorOf("Tenant", tenantId),
    channels: rows.channels.map((channel) => ({
      ...channel,
      actor: actorOf("Channel", `${tenantId}/${channel.id}`),
      conversations: (byChannel.get(channel.id) ?? []).map(({ channelId: _, ...chat }) => ({
        ...chat,
        actor: actorOf("Conversation", `${tenantId}/${chat.id}`),
        orders: ordersOf(chat.id)
      }))
    })),
    orders: ordersOf("")
  }
}
