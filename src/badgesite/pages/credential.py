"""An award as LinkedIn's profiles list it, under licences and certifications."""

from typing import NamedTuple
from urllib.parse import quote, urlencode

_FORM = "https://www.linkedin.com/profile/add"


class Credential(NamedTuple):
    """What the form of a profile asks for, beside the address; days in ISO form, or nothing."""

    name: str
    organization: str
    id: str
    issued: str
    expires: str

    def link(self, url: str) -> str:
        """Return the address of the form, filled in; `url` is that of the award's page.

        LinkedIn takes no days, only months.
        """
        fields = {"startTask": "CERTIFICATION_NAME", "name": self.name, "organizationName": self.organization}
        fields |= _month("issue", self.issued) | _month("expiration", self.expires)
        fields |= {"certId": self.id, "certUrl": url}
        return f"{_FORM}?{urlencode(fields, safe='', quote_via=quote)}"


def _month(name: str, day: str) -> dict[str, str]:
    return {f"{name}Year": day[:4], f"{name}Month": str(int(day[5:7]))} if day else {}
