import { Paper, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { choosePassword } from '../../api/sign-in.ts'
import { at } from '../../routing/addresses.ts'
import { ButtonLink } from '../../routing/link.tsx'
import { useSearchText } from '../../routing/params.ts'
import { words } from '../../words/people.ts'
import { PlainForm } from './plain-form.tsx'

export function Page() {
  const code = useSearchText('code')
  const [isDone, setDone] = useState(false)
  const choose = async (field: (name: string) => string): Promise<void> => {
    await choosePassword({ code, password: field('password') })
    setDone(true)
  }
  return (
    <Stack gap="md">
      <Title order={1}>{words.welcome.title}</Title>
      {isDone ? (
        <>
          <Text role="status">{words.welcome.done}</Text>
          <ButtonLink to={at.signIn()} variant="filled">
            {words.welcome.toSignIn}
          </ButtonLink>
        </>
      ) : (
        <>
          <Text className="quiet">{words.welcome.about}</Text>
          <Paper p="lg">
            <PlainForm submit={words.welcome.submit} send={choose}>
              <PasswordInput
                name="password"
                label={words.password.label}
                description={words.password.hint}
                autoComplete="new-password"
                required
                autoFocus
              />
            </PlainForm>
          </Paper>
        </>
      )}
    </Stack>
  )
}
