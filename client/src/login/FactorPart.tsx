import { createSignal, Match, Show, Switch } from "solid-js"
import { getFactor, removeFactor, renewCodes } from "../api/AccountGateway.ts"
import { Button } from "../ui/Button.tsx"
import { createRead } from "../ui/createRead.ts"
import { Modal } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Field } from "../ui/Field.tsx"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { createForm, textOf } from "./createForm.ts"
import { FactorSetup } from "./FactorSetup.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { RecoveryCodes } from "./RecoveryCodes.tsx"

/** Whether there is a second factor, and what can be done about it. */
export const FactorPart = () => {
  const factor = createRead(getFactor)
  const [open, setOpen] = createSignal<"setup" | "remove" | "codes" | null>(null)
  const close = () => {
    setOpen(null)
    factor.reload()
  }
  return (
    <>
      <Show when={factor.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={factor.reload} isSmall />}
      </Show>
      <Show when={factor.value()} fallback={<div class="h-16" aria-busy="true" />}>
        {(state) => (
          <Switch
            fallback={
              <>
                <StatusBadge tone="off" label="Off" />
                <p class="my-2 text-muted">Without it your password alone opens this login.</p>
                <Button look="solid" onClick={() => setOpen("setup")}>
                  Set it up
                </Button>
              </>
            }
          >
            <Match when={state().isOn}>
              <StatusBadge tone="ok" label="On" />
              <p class="my-2 text-muted">
                {state().codesLeft} of 10 recovery codes left.
                <Show when={state().isRequired}> Your role needs a second factor.</Show>
              </p>
              <div class="flex flex-wrap gap-2">
                <Button onClick={() => setOpen("codes")}>New recovery codes</Button>
                <Show when={!state().isRequired}>
                  <Button look="danger" onClick={() => setOpen("remove")}>
                    Turn it off
                  </Button>
                </Show>
              </div>
            </Match>
          </Switch>
        )}
      </Show>
      <Show when={open() === "setup"}>
        <Modal isOpen title="Second factor" onClose={close}>
          <FactorSetup onDone={close} />
        </Modal>
      </Show>
      <Show when={open() === "remove"}>
        <RemoveFactor onClose={close} />
      </Show>
      <Show when={open() === "codes"}>
        <NewCodes onClose={close} />
      </Show>
    </>
  )
}

const RemoveFactor = (props: { readonly onClose: () => void }) => (
  <Modal isOpen title="Turn the second factor off?" onClose={props.onClose}>
    <p class="mb-3">Your password alone opens this login then. The recovery codes end, too.</p>
    <BothForm
      yes="Turn it off"
      isDanger
      work={async (both) => {
        await removeFactor(both)
        props.onClose()
      }}
    />
  </Modal>
)

const NewCodes = (props: { readonly onClose: () => void }) => {
  const [codes, setCodes] = createSignal<ReadonlyArray<string> | null>(null)
  return (
    <Modal isOpen title="New recovery codes" onClose={props.onClose}>
      <Show
        when={codes()}
        fallback={
          <>
            <p class="mb-3">The codes that you have end; you get ten others.</p>
            <BothForm
              yes="Make new codes"
              work={async (both) => {
                setCodes(await renewCodes(both))
              }}
            />
          </>
        }
      >
        {(list) => <RecoveryCodes codes={list()} onDone={props.onClose} />}
      </Show>
    </Modal>
  )
}

interface BothFormProps {
  readonly yes: string
  readonly isDanger?: boolean
  readonly work: (both: { readonly password: string; readonly code: string }) => Promise<void>
}

/** Password and code once more. */
const BothForm = (props: BothFormProps) => {
  const form = createForm(["password", "code"])
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    const text = textOf(event)
    void form.act.run(() => props.work({ password: text("password"), code: text("code").trim() }))
  }
  return (
    <form class="flex flex-col gap-3" onSubmit={submit}>
      <Field
        label="Your password"
        name="password"
        type="password"
        autocomplete="current-password"
        trouble={form.troubleOf("password")}
        required
        data-autofocus
      />
      <Field
        label="Code"
        name="code"
        hint="Of your app, or a recovery code."
        autocomplete="one-time-code"
        trouble={form.troubleOf("code")}
        maxlength={40}
        required
      />
      <FormTrouble trouble={form.trouble()} />
      <Button
        type="submit"
        look={props.isDanger === true ? "danger" : "solid"}
        class="self-end"
        isBusy={form.act.isBusy()}
      >
        {props.yes}
      </Button>
    </form>
  )
}
