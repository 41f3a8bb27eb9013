import TriangleAlert from "lucide-solid/icons/triangle-alert"
import { Button } from "../ui/Button.tsx"
import { Modal } from "../ui/Drawer.tsx"
import type { Question } from "./createRuleBook.ts"
import { valueWords } from "./ruleTree.ts"

/** Asks a second time before something risky, and says what can go wrong (RU-02). */
export const RiskQuestion = (props: { readonly question: Question }) => {
  const isSwitch = () => props.question.entry.control.kind === "switch"
  const title = () =>
    isSwitch() ? `Switch on “${props.question.entry.label}”?` : `Change “${props.question.entry.label}”?`
  return (
    <Modal isOpen title={title()} onClose={() => props.question.answer(false)}>
      <p class="mb-3 text-muted">
        {isSwitch()
          ? props.question.entry.meaning
          : `To: ${valueWords(props.question.entry, props.question.value)}.`}
      </p>
      <p class="flex items-start gap-2 rounded-md border border-bad/40 bg-bad-soft p-3">
        <TriangleAlert class="mt-0.5 size-4 shrink-0 text-bad" aria-hidden="true" />
        <span>
          <strong class="block font-medium">What can go wrong</strong>
          {props.question.risk}
        </span>
      </p>
      <div class="mt-4 flex flex-wrap justify-end gap-2">
        <Button data-autofocus onClick={() => props.question.answer(false)}>
          {isSwitch() ? "Keep it off" : "Leave it as it is"}
        </Button>
        <Button look="danger" onClick={() => props.question.answer(true)}>
          {isSwitch() ? "I know the risk, switch it on" : "I know the risk, change it"}
        </Button>
      </div>
    </Modal>
  )
}
