import { A } from "@solidjs/router"
import { Match, Show, Switch } from "solid-js"
import { DoorPage } from "../login/DoorPage.tsx"
import { Button } from "../ui/Button.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Field } from "../ui/Field.tsx"
import { createSetup } from "./createSetup.ts"

/** First start: the master admin, from the one-time link. */
const SetupView = () => {
  const setup = createSetup()
  const mistakeOf = (field: "password" | "again") => {
    const mistake = setup.mistake()
    return mistake?.field === field ? mistake.text : undefined
  }
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const values = new FormData(event.currentTarget)
    const text = (name: string) => String(values.get(name) ?? "")
    void setup.submit(text("username").trim(), text("password"), text("again"))
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
            <Field
              label="Password"
              name="password"
              type="password"
              hint="At least 12 characters."
              trouble={mistakeOf("password")}
              autocomplete="new-password"
              required
            />
            <Field
              label="Password again"
              name="again"
              type="password"
              trouble={mistakeOf("again")}
              autocomplete="new-password"
              required
            />
            <Show when={setup.trouble()}>
              {(trouble) => (
                <div class="-mx-3">
                  <ErrorBox trouble={trouble()} isSmall />
                </div>
              )}
            </Show>
            <Button type="submit" look="solid" class="mt-1 h-9" isBusy={setup.isBusy()}>
              Create the admin
            </Button>
          </form>
        </Match>
      </Switch>
    </DoorPage>
  )
}

export default SetupView
