/** Titles of what the proof finds, in English: its own sentences are long. All other rules speak English themselves. */
const titles: Readonly<Record<string, string>> = {
  'proof-deadlock': 'The process gets stuck: what it waits for cannot come any more',
  'proof-failure': 'The engine cannot go on here',
  'proof-improper-end': 'The process ends while work is still open',
  'proof-join-waits': 'The join waits in vain: the missing branch cannot come',
  'proof-multiplied': 'The same step is done twice: branches are not joined before it',
  'proof-no-end': 'From here the end is never reached',
  'proof-same-person': 'One person both reviews and decides',
  'proof-time-bound': 'The longest way takes more than is promised',
  'proof-uncaught-error': 'Nobody catches the error thrown here',
  'proof-undecided': 'Too large: no conclusion was reached',
  'proof-unreachable': 'No way leads here',
  'proof-wait-without-way-out': 'Only a message from outside ends this wait',
}

export default titles
