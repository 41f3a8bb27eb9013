import type { Conversation, Message } from "../src/api/Views.ts"
import type { Reply } from "./FakeApi.ts"
import type { FakeGateway } from "./FakeGateway.ts"
import { message, newId } from "./Seed.ts"

interface Canned {
  readonly id: string
  readonly name: string
  readonly text: string
}

/** Who answers the chats of a fake gateway, and what staff write in them. */
export class FakeChats {
  canned: ReadonlyArray<Canned> = [
    { id: newId(), name: "hello", text: "Hello, how can I help you?" },
    { id: newId(), name: "wait", text: "Please give the provider 24 hours." }
  ]
  /** Fails the next of what staff write, as a lost connection would after it arrived. */
  losesAnswers = 0
  readonly #gateway: FakeGateway

  constructor(gateway: FakeGateway) {
    this.#gateway = gateway
  }

  /** Somebody else takes the chat. */
  takenBy(id: string, name: string): void {
    this.#control(id, { controller: "human", controllerLogin: newId(), controllerName: name })
  }

  #control(id: string, change: Partial<Conversation>): Conversation {
    const before = this.#gateway.world.conversations.get(id)!
    const next = { ...before, controlledUntil: null, ...change, version: before.version + 1 }
    this.#gateway.world.conversations.set(id, next)
    this.#gateway.publish([{ _tag: "ConversationChanged", conversation: next }])
    return next
  }

  #write(conversation: Conversation, body: Record<string, unknown>, isNote: boolean, me: string): Reply {
    const list = this.#gateway.world.messages.get(conversation.id) ?? []
    const known = list.find(({ clientId }) => clientId === body["clientId"])
    if (known !== undefined) return [200, known]
    const written: Message = {
      ...message({ conversationId: conversation.id, text: String(body["text"]), sentAt: Date.now() }),
      direction: isNote ? "note" : "out",
      author: "staff",
      senderName: me,
      stage: isNote ? "done" : "sent",
      clientId: String(body["clientId"])
    }
    this.#gateway.world.messages.set(conversation.id, [...list, written])
    this.#gateway.publish([{ _tag: "MessageChanged", message: written }])
    if (this.losesAnswers > 0) {
      this.losesAnswers -= 1
      return [503, { message: "The gateway is busy.", reference: "req_503" }]
    }
    return [200, written]
  }

  /** What the gateway answers to an act in a chat; undefined when it is none. */
  answer(
    conversation: Conversation,
    action: string,
    body: Record<string, unknown>,
    me: { readonly id: string; readonly username: string }
  ): Reply | undefined {
    const { id, controller, controllerLogin, controllerName } = conversation
    const isOthers = controller === "human" && controllerLogin !== null && controllerLogin !== me.id
    const held: Reply = [409, { message: `${controllerName} answers this chat now.`, reference: "req_409" }]
    const mine = { controller: "human", controllerLogin: me.id, controllerName: me.username } as const
    switch (action) {
      case "take-over":
        return isOthers && body["isForced"] !== true ? held : [200, this.#control(id, mine)]
      case "hand-back":
        this.#control(id, { controller: "bot", controllerLogin: null, controllerName: null })
        return [204]
      case "pause":
        return [
          200,
          this.#control(id, {
            ...mine,
            controller: "paused",
            controlledUntil: Date.now() + Number(body["minutes"]) * 60_000
          })
        ]
      case "messages":
        if (isOthers) return held
        return this.#write(
          controller === "human" ? conversation : this.#control(id, mine),
          body,
          false,
          me.username
        )
      case "commands":
        this.#write(
          conversation,
          { ...body, text: `${String(body["orderIds"])} ${String(body["command"])}` },
          true,
          me.username
        )
        return [200, { parts: [`Cancel request added for order ${String(body["orderIds"])}`] }]
      case "notes":
        return this.#write(conversation, body, true, me.username)
      default:
        return undefined
    }
  }

  /** The canned replies' own endpoints. */
  replies(method: string, id: string, body: Record<string, unknown>): Reply {
    if (method === "GET") return [200, { items: this.canned }]
    if (method === "DELETE") {
      this.canned = this.canned.filter((one) => one.id !== id)
      return [204]
    }
    const saved = { id: newId(), name: String(body["name"]), text: String(body["text"]) }
    this.canned = [...this.canned.filter(({ name }) => name !== saved.name), saved]
    return [200, saved]
  }
}
