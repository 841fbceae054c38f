"""Writes into a shared dict and list, as the testscript `fills_in` in Rust does."""

from pyats import aetest


class Mixed(aetest.Testcase):
    @aetest.test
    def shares(self, shared_dict, shared_list, number=None, text=None):
        if 'n' in shared_dict:
            shared_dict['seen'] = [shared_dict['testbed_is_sane'], shared_dict['n'], list(shared_list)]
        shared_dict['n'] = shared_dict.get('n', 0) + 1
        shared_list.append(len(shared_list))
        self.passed(f'{number} {text}')
