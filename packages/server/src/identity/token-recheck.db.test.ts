import { FIRST, eachDatabase, openedWorkspace } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { registerService } from '@muster/core'
import { perform } from '../store/perform.ts'
import { authenticate } from './authenticate.ts'
import { identityCompanions } from './companions.ts'
import { signIn } from './sign-in.ts'

eachDatabase((open) => {
  describe('a token that was seen before', () => {
    test('does nothing from the moment it is revoked, although its bearer is still remembered', async () => {
      const { database } = await open()
      const companions = identityCompanions((path) => path)
      const acting = await openedWorkspace(database, { companions })
      const issued = await acting.do('token.issue', { person: FIRST, label: 'ci', scopes: ['*'] })
      const auth = signIn(database, { url: 'http://127.0.0.1:7300', secret: 'x'.repeat(40) })
      const headers = new Headers({ authorization: `Bearer ${String(issued.result?.['secret'])}` })
      const asked = async () => {
        const found = await authenticate(database, auth, headers, acting.powers.clock(), true)
        if ('refusal' in found) throw new Error(found.refusal.message)
        return found.caller
      }
      const act = async () => perform(acting.powers, registerService, await asked(), { name: 'robot' })
      expect(await act()).toMatchObject({ ok: true })
      await acting.do('token.revoke', { token: issued.subject })
      expect(await act()).toMatchObject({ ok: false, refusals: [{ code: 'not-signed-in' }] })
    })
  })
})
