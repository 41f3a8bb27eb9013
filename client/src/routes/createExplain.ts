import { useSearchParams } from "@solidjs/router"
import { createSignal } from "solid-js"
import { explainRoute, type Explanation, type Question } from "../api/RouteGateway.ts"
import { createAct } from "../ui/createAct.ts"

type Command = Question["command"]
const commands: ReadonlyArray<Command> = ["cancel", "refill", "speedup"]

/** "Who gets what" for a typed order; the question is in the address, so that it can be sent to a colleague. */
export const createExplain = () => {
  const [query, setQuery] = useSearchParams<{ order?: string; command?: string }>()
  const [orderId, setOrderId] = createSignal(query.order ?? "")
  const [command, setCommand] = createSignal<Command>(
    commands.find((known) => known === query.command) ?? "cancel"
  )
  const [answer, setAnswer] = createSignal<Explanation | null>(null)
  const act = createAct()
  let asked = 0

  /** The last question's answer counts, whichever comes first. */
  const ask = (panelId?: string) => {
    const number = ++asked
    const order = orderId().trim()
    setQuery({ order, command: command() }, { replace: true })
    return act.run(async () => {
      const found = await explainRoute({
        orderId: order,
        command: command(),
        ...(panelId === undefined ? {} : { panelId })
      }).catch((error: unknown) => {
        if (number === asked) setAnswer(null)
        throw error
      })
      if (number === asked) setAnswer(found)
    }, String(number))
  }
  if (orderId() !== "") void ask()

  return {
    orderId,
    setOrderId,
    command,
    setCommand,
    answer,
    trouble: act.trouble,
    isBusy: () => act.isBusy(String(asked)),
    ask,
    close: () => {
      asked += 1
      setAnswer(null)
      setOrderId("")
      act.forget()
      setQuery({ order: null, command: null }, { replace: true })
    }
  }
}
