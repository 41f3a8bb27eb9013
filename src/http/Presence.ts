import { Context, Effect, Layer, type Scope } from "effect"
import type { ConversationId, LoginId, TenantId } from "../domain/Ids.ts"
import type { ServerFrame } from "../domain/LiveEvent.ts"

/** Where somebody is: the chat that is open before him, and whether he writes in it. */
export interface Whereabouts {
  readonly conversationId: ConversationId | null
  readonly isTyping: boolean
}

/** One browser of somebody. */
interface Visitor extends Whereabouts {
  readonly loginId: LoginId
  readonly name: string
  readonly say: (frame: string) => void
}

/**
 * Who has which chat open, and who writes (LD-02). In memory and of this process alone: it is a courtesy, never truth,
 * and gone with the socket.
 */
export class Presence extends Context.Service<
  Presence,
  {
    /** Is told who is where at once and at every change, until the scope ends; gives the way to say where one is. */
    readonly join: (
      tenantId: TenantId,
      person: Pick<Visitor, "loginId" | "name" | "say">
    ) => Effect.Effect<(at: Whereabouts) => void, never, Scope.Scope>
  }
>()("relaydesk/http/Presence") {
  static readonly layer = Layer.sync(Presence, () => {
    const rooms = new Map<TenantId, Set<Visitor>>()

    /** The people in some chats, each once: who writes in one of his windows writes. */
    const frame = (room: ReadonlySet<Visitor>, ids: Iterable<ConversationId>) =>
      JSON.stringify({
        _tag: "Presence",
        chats: [...new Set(ids)].map((conversationId) => {
          const people = new Map<LoginId, { loginId: LoginId; name: string; isTyping: boolean }>()
          for (const { loginId, name, isTyping, conversationId: at } of room) {
            if (at !== conversationId) continue
            const before = people.get(loginId)
            people.set(loginId, { loginId, name, isTyping: isTyping || before?.isTyping === true })
          }
          return { conversationId, people: [...people.values()] }
        })
      } satisfies ServerFrame)

    const tell = (room: ReadonlySet<Visitor>, ids: ReadonlyArray<ConversationId | null>) => {
      const known = ids.filter((id) => id !== null)
      if (known.length === 0) return
      const text = frame(room, known)
      for (const { say } of room) say(text)
    }

    return Presence.of({
      join: (tenantId, person) =>
        Effect.map(
          Effect.acquireRelease(
            Effect.sync(() => {
              const room = rooms.get(tenantId) ?? new Set<Visitor>()
              rooms.set(tenantId, room)
              const visitor = { ...person, conversationId: null as ConversationId | null, isTyping: false }
              const open = [...room].flatMap(({ conversationId }) => conversationId ?? [])
              if (open.length > 0) person.say(frame(room, open))
              room.add(visitor)
              return { room, visitor }
            }),
            ({ room, visitor }) =>
              Effect.sync(() => {
                room.delete(visitor)
                if (room.size === 0) rooms.delete(tenantId)
                tell(room, [visitor.conversationId])
              })
          ),
          ({ room, visitor }) =>
            ({ conversationId, isTyping }) => {
              const before = visitor.conversationId
              if (before === conversationId && visitor.isTyping === isTyping) return
              visitor.conversationId = conversationId
              visitor.isTyping = isTyping && conversationId !== null
              tell(room, [before, conversationId])
            }
        )
    })
  })
}
