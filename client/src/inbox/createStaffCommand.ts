import { createSignal, type Accessor } from "solid-js"
import { giveCommand } from "../api/ChatGateway.ts"
import type { RequestView } from "../api/Views.ts"
import { createAct } from "../ui/createAct.ts"

/** What a command of staff came to: what the customer would read. */
export interface Given {
  readonly orderId: string
  readonly text: string
}

/** One-click commands for the orders of a chat; a press that is repeated after a lost answer is the same command. */
export const createStaffCommand = (conversationId: Accessor<string | null>) => {
  const act = createAct()
  const [given, setGiven] = createSignal<Given | null>(null)
  const presses = new Map<string, string>()
  return {
    act,
    given,
    forget: () => setGiven(null),
    give: (command: RequestView["command"], orderId: string) => {
      const id = conversationId()
      if (id === null) return
      const key = `${id} ${command} ${orderId}`
      const clientId = presses.get(key) ?? crypto.randomUUID()
      presses.set(key, clientId)
      setGiven(null)
      void act.run(async () => {
        const { parts } = await giveCommand(id, { clientId, command, orderIds: [orderId] })
        presses.delete(key)
        if (conversationId() === id) setGiven({ orderId, text: parts.join("\n") })
      }, `${command} ${orderId}`)
    }
  }
}

export type StaffCommand = ReturnType<typeof createStaffCommand>
