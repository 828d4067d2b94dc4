// `@support-chat/server/testing`: for tests of applications that import the module. What runs in production never loads it.
export { SupportChatTesting, SupportChatTestingModule, type SupportChatTestingOptions } from './support-chat-testing.js'
export { TestClient, TestStaff, TestUser } from './test-client.js'
