"""What another process of the service does, for the tests: opens the case of a conversation and adds ten lines."""

import sys

from helpline.cases import Cases
from helpline.conversation import Said
from helpline.database import Database

if __name__ == "__main__":
    cases = Cases(Database(sys.argv[1]))
    opened = cases.open("talk", "GB", consented=True)
    for number in range(10):
        cases.say(opened.id, [Said("person", str(number))])
    print(opened.id)
