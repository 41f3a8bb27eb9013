import { A } from "@solidjs/router"
import { createSignal, Match, Switch } from "solid-js"
import { forgot, whichDoors } from "../api/AccountGateway.ts"
import { Button } from "../ui/Button.tsx"
import { createRead } from "../ui/createRead.ts"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Field } from "../ui/Field.tsx"
import { createForm, textOf } from "./createForm.ts"
import { DoorPage } from "./DoorPage.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"

/** A forgotten password: a link by mail, or whom to ask. */
const ForgotView = () => {
  const doors = createRead(() => whichDoors())
  const form = createForm([])
  const [isSent, setSent] = createSignal(false)
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    const login = textOf(event)("login").trim()
    void form.act.run(() => forgot(login)).then(setSent)
  }
  return (
    <DoorPage title="Forgot your password?">
      <Switch>
        <Match when={isSent()}>
          <p role="status">
            If there is such a login and it has an e-mail address, a link is on its way. It works once, for 30
            minutes.
          </p>
        </Match>
        <Match when={doors.trouble()}>
          {(trouble) => <ErrorBox trouble={trouble()} onRetry={doors.reload} isSmall />}
        </Match>
        <Match when={doors.value()?.isMailed === false}>
          <p>This platform sends no mail. Whoever is over your login can make you a one-time link:</p>
          <ul class="mt-2 list-disc pl-5 text-muted">
            <li>staff ask the owner of their workspace,</li>
            <li>owners ask the platform’s admin.</li>
          </ul>
        </Match>
        <Match when={doors.value()}>
          <form class="flex flex-col gap-3" onSubmit={submit}>
            <Field
              label="Username or e-mail"
              name="login"
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              maxlength={260}
              required
              autofocus
            />
            <FormTrouble trouble={form.trouble()} />
            <Button type="submit" look="solid" class="mt-1 h-9" isBusy={form.act.isBusy()}>
              Send me a link
            </Button>
          </form>
        </Match>
      </Switch>
      <A href="/login" class="mt-4 block border-t border-line pt-4 font-medium text-accent underline">
        Back to the log-in
      </A>
    </DoorPage>
  )
}

export default ForgotView
