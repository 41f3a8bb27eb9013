import { Context, Effect, Layer, Option, Schema, type Scope } from "effect"
import { ConversationId, LoginId, TenantId } from "../domain/Ids.ts"
import type { ServerFrame } from "../domain/LiveEvent.ts"
import { LivePeers } from "./live/LivePeers.ts"

/** Where somebody is: the chat that is open before him, and whether he writes in it. */
export interface Whereabouts {
  readonly conversationId: ConversationId | null
  readonly isTyping: boolean
}

/** Somebody with a chat open, as processes tell each other. */
const Guest = Schema.Struct({
  loginId: LoginId,
  name: Schema.String,
  conversationId: ConversationId,
  isTyping: Schema.Boolean
})
type Guest = typeof Guest.Type

const Guests = Schema.fromJsonString(Schema.Array(Guest))
const readGuests = Schema.decodeUnknownOption(Guests)

/** One browser of somebody. */
interface Visitor extends Whereabouts {
  readonly loginId: LoginId
  readonly name: string
  readonly say: (frame: string) => void
}

/** What a browser may do with its place. */
export interface Place {
  readonly isAt: (at: Whereabouts) => void
  /** Tells it again who is where. */
  readonly repeat: () => void
}

/**
 * Who has which chat open, and who writes (LD-02), in this process and in the others. In memory: it is a courtesy, never
 * truth, and gone with the socket.
 */
export class Presence extends Context.Service<
  Presence,
  {
    /** Is told who is where at once and at every change, until the scope ends. */
    readonly join: (
      tenantId: TenantId,
      person: Pick<Visitor, "loginId" | "name" | "say">
    ) => Effect.Effect<Place, never, Scope.Scope>
  }
>()("relaydesk/http/Presence") {
  static readonly layer = Layer.effect(
    Presence,
    Effect.gen(function* () {
      const peers = Option.getOrUndefined(yield* Effect.serviceOption(LivePeers))
      const rooms = new Map<TenantId, Set<Visitor>>()
      /** By tenant and process. */
      const guests = new Map<TenantId, Map<string, ReadonlyArray<Guest>>>()

      const here = (tenantId: TenantId): ReadonlyArray<Guest> =>
        [...(rooms.get(tenantId) ?? [])].flatMap(({ conversationId, isTyping, loginId, name }) =>
          conversationId === null ? [] : [{ conversationId, isTyping, loginId, name }]
        )

      const everybody = (tenantId: TenantId) => [
        ...here(tenantId),
        ...[...(guests.get(tenantId)?.values() ?? [])].flat()
      ]

      const tell = (tenantId: TenantId, ids: Iterable<ConversationId>) => {
        const chats = new Set(ids)
        const room = rooms.get(tenantId)
        if (chats.size === 0 || room === undefined) return
        const text = frame(everybody(tenantId), chats)
        for (const { say } of room) say(text)
      }

      const tellPeers = (tenantId: TenantId, peer?: string) =>
        peers?.say(tenantId, JSON.stringify(here(tenantId)), peer)

      const receive = (tenantId: TenantId, peer: string, now: ReadonlyArray<Guest>) => {
        const ofTenant = guests.get(tenantId) ?? new Map<string, ReadonlyArray<Guest>>()
        const before = ofTenant.get(peer) ?? []
        if (now.length > 0) guests.set(tenantId, ofTenant.set(peer, now))
        else if (ofTenant.delete(peer) && ofTenant.size === 0) guests.delete(tenantId)
        tell(
          tenantId,
          [...before, ...now].map(({ conversationId }) => conversationId)
        )
      }

      peers?.listen({
        said: (peer, tenant, text) => {
          const heard = readGuests(text)
          if (Option.isSome(heard)) receive(TenantId.make(tenant), peer, heard.value)
        },
        wishes: (peer, tenants) => {
          for (const tenantId of rooms.keys()) if (tenants.has(tenantId)) tellPeers(tenantId, peer)
        },
        left: (peer) => {
          for (const tenantId of guests.keys()) receive(tenantId, peer, [])
        }
      })

      return Presence.of({
        join: (tenantId, person) =>
          Effect.map(
            Effect.acquireRelease(
              Effect.sync(() => {
                const room = rooms.get(tenantId) ?? new Set<Visitor>()
                rooms.set(tenantId, room)
                const visitor = { ...person, conversationId: null as ConversationId | null, isTyping: false }
                room.add(visitor)
                const repeat = () => {
                  const all = everybody(tenantId)
                  const open = new Set(all.map(({ conversationId }) => conversationId))
                  if (open.size > 0) person.say(frame(all, open))
                }
                repeat()
                return { room, visitor, repeat }
              }),
              ({ room, visitor }) =>
                Effect.sync(() => {
                  const at = visitor.conversationId
                  room.delete(visitor)
                  if (room.size === 0) rooms.delete(tenantId)
                  if (at === null) return
                  tell(tenantId, [at])
                  tellPeers(tenantId)
                })
            ),
            ({ visitor, repeat }) => ({
              repeat,
              isAt: ({ conversationId, isTyping }) => {
                const before = visitor.conversationId
                if (before === conversationId && visitor.isTyping === isTyping) return
                visitor.conversationId = conversationId
                visitor.isTyping = isTyping && conversationId !== null
                tell(
                  tenantId,
                  [before, conversationId].flatMap((id) => id ?? [])
                )
                tellPeers(tenantId)
              }
            })
          )
      })
    })
  )
}

/** The people in some chats, each once: who writes in one of his windows writes. */
const frame = (all: ReadonlyArray<Guest>, ids: Iterable<ConversationId>): string =>
  JSON.stringify({
    _tag: "Presence",
    chats: [...ids].map((conversationId) => {
      const people = new Map<LoginId, { loginId: LoginId; name: string; isTyping: boolean }>()
      for (const { loginId, name, isTyping, conversationId: at } of all) {
        if (at !== conversationId) continue
        const before = people.get(loginId)
        people.set(loginId, { loginId, name, isTyping: isTyping || before?.isTyping === true })
      }
      return { conversationId, people: [...people.values()] }
    })
  } satisfies ServerFrame)
