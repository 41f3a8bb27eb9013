import { createMemo, createSignal, type Accessor } from "solid-js"
import { handBack, pauseBot, takeOver } from "../api/ChatGateway.ts"
import type { Conversation } from "../api/Views.ts"
import { useSession } from "../app/SessionContext.ts"
import { createAct } from "../ui/createAct.ts"

/** Who answers a chat, and the buttons that change it. */
export const createControl = (conversation: Accessor<Conversation | null>) => {
  const session = useSession()
  const act = createAct()
  /** Somebody else has the chat: taking it asks once more. */
  const [isAsked, setAsked] = createSignal(false)
  const isMine = createMemo(() => {
    const chat = conversation()
    return chat?.controller === "human" && chat.controllerLogin === session.login().id
  })
  const other = createMemo(() => {
    const chat = conversation()
    const isOthers = chat?.controller === "human" && chat.controllerLogin !== null && !isMine()
    return isOthers ? (chat.controllerName ?? "Somebody") : null
  })
  const withChat = (work: (id: string) => Promise<unknown>) => () => {
    const chat = conversation()
    if (chat !== null) void act.run(() => work(chat.id))
  }
  const take = withChat((id) => takeOver(id, false))
  return {
    act,
    isMine,
    other,
    isAsked,
    forget: () => setAsked(false),
    take: () => {
      if (isMine()) return
      if (other() === null) take()
      else setAsked(true)
    },
    force: () => {
      const chat = conversation()
      if (chat === null) return
      void act.run(() => takeOver(chat.id, true)).then((isDone) => isDone && setAsked(false))
    },
    handBack: () => {
      if (conversation()?.controller !== "bot") withChat(handBack)()
    },
    pause: (minutes: number) => withChat((id) => pauseBot(id, minutes))()
  }
}

export type Control = ReturnType<typeof createControl>
