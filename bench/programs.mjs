// What `npm run bench` runs, in this order. `quick` are arguments with which a program shows that it works, in a minute or two.
export const PROGRAMS = [
  {
    name: 'connect',
    what: 'what it takes of the processor when a known user connects, against a bare server that checks a JWT and joins a room',
    quick: ['100', '100', '1'],
  },
  {
    name: 'idle',
    what: 'memory and processor time of a socket on which nothing happens, against the same',
    quick: ['200', '5', '1'],
  },
  {
    name: 'deploy',
    what: 'a new process takes over from an old one: when all users are back, the slowest send, what errors they see',
    quick: ['60', '10'],
  },
  {
    name: 'send',
    what: 'sending in closed loop, against a bare server that stores each message with one statement before it is acknowledged',
    quick: ['20', '2', '1'],
  },
  {
    name: 'fanout',
    what: 'processor time of a message at a steady pace, with nobody and with 200 of staff who listen, against the same; and with 200 who watch a chat each, against those who hear all',
    quick: ['50', '2', '1', '20'],
  },
  {
    name: 'capacity',
    what: 'what one process takes, with 5,000 users connected and 20 of staff',
    quick: ['200', '20', '3', '5'],
  },
  {
    name: 'cluster',
    what: 'two and three processes behind one Redis against one, users at another process against those at the same, and what is lost while three are replaced',
    quick: ['20', '2', '50'],
  },
  {
    name: 'webhooks',
    what: 'what five endpoints of webhooks add to a send',
    quick: ['20', '2', '1'],
  },
  {
    name: 'list',
    what: 'list, views, search, opening a chat and catching up over REST: 100,000 chats with a million messages and 50 of staff, against 1,000 chats',
    quick: ['100,1000,3000', '10', '5'],
  },
  {
    name: 'console-list',
    what: "the console's list in a browser: 100,000 chats, against 100",
    quick: ['100', '300', '100', '1'],
  },
]
