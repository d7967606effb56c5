import pytest
from understudy_mock import Namespace

from analytics import Analytics


@pytest.fixture
def analytics(understudy_namespace: Namespace) -> Analytics:
    return Analytics(understudy_namespace.url)
