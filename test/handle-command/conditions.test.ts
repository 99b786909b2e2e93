import { describe, expect, test } from 'vitest';
import { charge, codeOf, openDesk, recorded } from './desk.ts';

describe('a command under a condition', () => {
  test('is recorded at exactly the revision that its caller has seen', async () => {
    const desk = await openDesk();
    const first = recorded(await desk.send('PostCharge', charge('c1')));
    const seen = { revision: first.revision };
    const [one, other] = await Promise.all([
      desk.send('PostCharge', { ...charge('c2'), expect: seen }),
      desk.send('PostCharge', { ...charge('c3'), expect: seen }),
    ]);
    expect(codeOf(one)).toBe('RECORDED');
    expect(other).toMatchObject({ code: 'CONDITION_FAILED', figures: { revision: '2' }, inputPath: 'expect.revision' });
    expect(await desk.types()).toEqual(['AccountOpened', 'ChargePosted', 'ChargePosted']);
  });

  test('that failed leaves its id free, and another condition makes it no other command', async () => {
    const desk = await openDesk();
    const refused = await desk.send('PostCharge', { ...charge('c1'), expect: { balanceAtMost: '79.99' } });
    expect(refused).toMatchObject({ code: 'CONDITION_FAILED', figures: { balance: '80.00' } });
    recorded(await desk.send('PostCharge', { ...charge('c1'), expect: { balanceAtMost: '80.00' } }));
    expect(recorded(await desk.send('PostCharge', charge('c1'))).replayed).toBe(true);
  });

  test('sent again answers again, although its condition does not hold any more', async () => {
    const desk = await openDesk();
    const command = { ...charge('c1'), expect: { revision: 0, balanceAtMost: '80.00' } };
    const first = recorded(await desk.send('PostCharge', command));
    await desk.send('PostCharge', charge('c2'));
    expect(recorded(await desk.send('PostCharge', command))).toMatchObject({
      replayed: true,
      revision: first.revision,
    });
    expect(recorded(await desk.sendCold('PostCharge', command)).replayed).toBe(true);
  });

  test('is refused in a dry run just as it would be', async () => {
    const desk = await openDesk();
    const dry = { ...charge('c1'), dryRun: true };
    expect(codeOf(await desk.send('PostCharge', { ...dry, expect: { openChargesAtLeast: '80.01' } }))).toBe(
      'CONDITION_FAILED',
    );
    expect(recorded(await desk.send('PostCharge', { ...dry, expect: { revision: 0 } })).dryRun).toBe(true);
    expect(await desk.types()).toEqual(['AccountOpened']);
  });
});
