import { A } from "@solidjs/router"
import { Match, Switch } from "solid-js"
import { textOf } from "../login/createForm.ts"
import { DoorPage } from "../login/DoorPage.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { PasswordFields } from "../login/PasswordFields.tsx"
import { Button } from "../ui/Button.tsx"
import { Field } from "../ui/Field.tsx"
import { createSetup } from "./createSetup.ts"

/** First start: the master admin, from the one-time link. */
const SetupView = () => {
  const setup = createSetup()
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    const text = textOf(event)
    void setup.submit(text("username").trim(), text("password"))
  }
  return (
    <DoorPage title="Set up Relaydesk">
      <Switch>
        <Match when={setup.isDone()}>
          <p>This gateway is set up already.</p>
          <A href="/login" class="mt-3 inline-block font-medium text-accent underline">
            Log in
          </A>
        </Match>
        <Match when={setup.token() === ""}>
          <p>The address is not complete. Copy the whole one-time link from the gateway’s console.</p>
        </Match>
        <Match when={true}>
          <p class="mb-4 text-muted">You become the master admin, who looks after this platform.</p>
          <form class="flex flex-col gap-3" onSubmit={submit}>
            <Field
              label="Username"
              name="username"
              hint="3 to 64 letters, digits or . _ - @"
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              minlength={3}
              maxlength={64}
              required
              autofocus
            />
            <PasswordFields name="password" label="Password" trouble={setup.form.troubleOf("password")} />
            <FormTrouble trouble={setup.form.trouble()} />
            <Button type="submit" look="solid" class="mt-1 h-9" isBusy={setup.form.act.isBusy()}>
              Create the admin
            </Button>
          </form>
        </Match>
      </Switch>
    </DoorPage>
  )
}

export default SetupView
