import { createSignal, Show } from "solid-js"
import { adjustCredit, type User } from "../api/AccessGateway.ts"
import { Button } from "../ui/Button.tsx"
import { Confirm } from "../ui/Confirm.tsx"
import { createAct } from "../ui/createAct.ts"
import { Field } from "../ui/Field.tsx"
import { formatCredit, nameOf } from "./userWords.ts"

interface CreditProps {
  readonly user: User
  readonly onChanged: () => void
}

/** What a workspace has, in the smallest unit of credit, and the way to change it. */
export const CreditPart = (props: CreditProps & { readonly mayAct: boolean }) => {
  const [isOpen, setOpen] = createSignal(false)
  return (
    <div class="flex items-center gap-3">
      <p class="figures flex-1 text-base font-medium" classList={{ "text-bad": props.user.credit < 0 }}>
        {formatCredit(props.user.credit)}
      </p>
      <Show when={props.mayAct}>
        <Button onClick={() => setOpen(true)}>Adjust credit</Button>
      </Show>
      <Show when={isOpen()}>
        <AdjustCredit {...props} onClose={() => setOpen(false)} />
      </Show>
    </div>
  )
}

/** Asks how much and why, and shows what it comes to before it is done. */
const AdjustCredit = (props: CreditProps & { readonly onClose: () => void }) => {
  const act = createAct()
  // One for the whole question: pressed again after a lost answer it moves nothing twice.
  const id = crypto.randomUUID()
  const [amount, setAmount] = createSignal("")
  const [reason, setReason] = createSignal("")
  const [isTried, setTried] = createSignal(false)
  const moved = () => (/^[+-]?\d{1,12}$/.test(amount().trim()) ? Number(amount()) : 0)
  const amountTrouble = () => (isTried() && moved() === 0 ? "A whole number, not 0." : undefined)
  const reasonTrouble = () => (isTried() && reason().trim() === "" ? "Say why." : undefined)
  const decide = async () => {
    setTried(true)
    if (moved() === 0 || reason().trim() === "") return
    const isMoved = await act.run(() =>
      adjustCredit(props.user.id, { id, amount: moved(), reason: reason().trim() })
    )
    if (!isMoved) return
    props.onClose()
    props.onChanged()
  }
  return (
    <Confirm
      title={`Adjust the credit of ${nameOf(props.user)}`}
      yes={moved() < 0 ? "Take" : "Give"}
      no="Back"
      isDanger={moved() < 0}
      isBusy={act.isBusy()}
      trouble={act.trouble()}
      onYes={() => void decide()}
      onNo={props.onClose}
    >
      <div class="flex flex-col gap-3">
        <Field
          label="Amount"
          hint="In the smallest unit of credit; with a minus it is taken away."
          inputmode="numeric"
          autocomplete="off"
          trouble={amountTrouble()}
          value={amount()}
          onInput={(event) => setAmount(event.currentTarget.value)}
        />
        <Field
          label="Reason"
          hint="Kept in the platform’s log and in the workspace’s."
          maxlength={300}
          trouble={reasonTrouble()}
          value={reason()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <p class="figures" aria-live="polite">
          {formatCredit(props.user.credit)} now
          <Show when={moved() !== 0}>
            , <strong>{formatCredit(props.user.credit + moved())}</strong> after it
          </Show>
        </p>
      </div>
    </Confirm>
  )
}
