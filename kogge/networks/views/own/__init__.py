"""The pages behind a personal link, and the page of the team that makes one."""
